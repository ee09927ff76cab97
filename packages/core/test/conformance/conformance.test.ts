import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { beforeAll, describe, expect, it } from 'vitest'
import { useProject } from '../project.js'
import { rows } from './table.mjs'

interface Result {
  name: string
  problems?: string[]
  skipped?: string
}

const versions = [20, 24, 26] as const
const batches = [...new Set(rows.map((row) => row.batch))]

const project = useProject(import.meta.dirname)

// WebSocket is there on every supported Node, on the oldest one behind a flag.
const flags = ['--experimental-websocket']

/** Runs one batch of the table in a process of its own, to its end. */
async function run(node: string, batch: string): Promise<Result[]> {
  const child = spawn(node, [...flags, 'program.mjs', batch], {
    cwd: project.directory,
    // A run around this one must not tell the one inside anything.
    env: { PATH: process.env.PATH, ...(batch === 'one thread' && { UV_THREADPOOL_SIZE: '1' }) },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const results: Result[] = []
  for await (const line of createInterface({ input: child.stdout })) results.push(JSON.parse(line) as Result)
  results.push({ name: 'the end', problems: (await ended) === 0 ? [] : ['the process did not end by itself'] })
  return results
}

describe.each(versions)('the table on Node %i', (version) => {
  describe.each(batches)('%s', (batch) => {
    const results = new Map<string, Result[]>()

    beforeAll(async () => {
      for (const result of await run(project.binaries[version], batch)) {
        results.set(result.name, [...(results.get(result.name) ?? []), result])
      }
    }, 300_000)

    const names = rows.filter((row) => row.batch === batch).map((row) => row.name)
    it.for([...names, 'the world', 'the end'])('%s', (name, { skip }) => {
      const found = results.get(name)
      const skipped = found?.[0]?.skipped
      if (skipped) skip(skipped)
      expect(found?.flatMap((result) => result.problems ?? []) ?? ['it did not run']).toEqual([])
    })
  })
})

it('has no two rows of one name', () => {
  expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length)
})

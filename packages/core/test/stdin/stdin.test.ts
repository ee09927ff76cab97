/* Standard input is one for the whole process, and always made before: to blame is who begins to read it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build } from '../../../../scripts/build.mjs'
import { nodes } from '../../../../scripts/lab.mjs'
import { createProject } from '../conformance/project.js'

let project: Awaited<ReturnType<typeof createProject>>
let binaries: Awaited<ReturnType<typeof nodes>>
let lines: string[]

beforeAll(async () => {
  // What does not type-check may still run; that it must type-check is for `npm test` to say.
  await build().catch((error: Error) => console.error(error.message))
  binaries = await nodes()
  project = await createProject(import.meta.dirname)
  lines = (await readFile(join(project.directory, 'program.mjs'), 'utf8')).split('\n')
}, 600_000)

afterAll(() => project.remove())

/** What is reported of a process that reads in this way, and has one line to read and no end. */
async function reported(way: string, node: string): Promise<unknown> {
  const child = spawn(node, ['program.mjs', way], { cwd: project.directory, stdio: ['pipe', 'pipe', 'ignore'] })
  child.stdin.write('a line\n')
  // It also must end by itself, though its input does not: what was reported was stopped.
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return JSON.parse(said)
}

const leaks = ['resume', 'resume and wait', 'listen', 'pipe', 'readline', 'question', 'iterate', 'resume once more']
const clean = [
  'resume and pause',
  'resume, wait and pause',
  'readline and close',
  'question and answer',
  'iterate and break',
  'resume without holding the process',
  'only look at it',
]

describe.each([20, 24, 26] as const)('standard input on Node %i', (version) => {
  test.each(leaks)('%s: one orphan, at the line that begins to read', async (way) => {
    const line = lines.findIndex((each) => each.endsWith(`// ${way}`)) + 1
    expect(await reported(way, binaries[version])).toEqual([
      { kind: 'stdin', description: 'standard input, being read', count: 1, line },
    ])
  })

  test.each(clean)('%s: no orphan', async (way) => {
    expect(await reported(way, binaries[version])).toEqual([])
  })
})

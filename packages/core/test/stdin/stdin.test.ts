/* Standard input is one for the whole process, and always made before: to blame is who begins to read it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { useProject } from '../project.js'

const project = useProject(import.meta.dirname)

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
    const line = project.lineOf(way)
    expect(await reported(way, project.binaries[version])).toEqual([
      { kind: 'stdin', description: 'standard input, being read', count: 1, line },
    ])
  })

  test.each(clean)('%s: no orphan', async (way) => {
    expect(await reported(way, project.binaries[version])).toEqual([])
  })
})

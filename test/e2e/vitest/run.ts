import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { lab, nodes, runIn } from '../../../scripts/lab.mjs'

/** A version of Vitest, on a version of Node that it supports. */
export interface Target {
  lab: 'vitest-4' | 'vitest-5'
  node: 20 | 22 | 24 | 26
}

export const targets: Target[] = [
  { lab: 'vitest-4', node: 20 },
  { lab: 'vitest-5', node: 24 },
]

/** What happened to one test, or to a file itself. */
export interface Outcome {
  status: string
  /** Everything that was printed about it. */
  text: string
  /** `file:line` of every orphan, sorted, with `(x2)` behind the equal ones. */
  orphans: string[]
  /** `file:line` of the first frame of each error, where an editor goes. */
  at: string[]
}

/** A run of Vitest. */
export interface Result {
  code: number | null
  timedOut: boolean
  output: string
  /** By file, then by the test's full name; what the file itself failed of is under {@link ownOfFile}. */
  files: Record<string, Record<string, Outcome>>
}

export const ownOfFile = 'the file'

/** Runs Vitest in a copy of a fixture, to its end. */
export async function runVitest(
  dir: string,
  target: Target,
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<Result> {
  const report = join(await mkdtemp(join(tmpdir(), 'no-orphans-')), 'report.json')
  const cli = join(await lab(target.lab), 'node_modules/vitest/vitest.mjs')
  const node = (await nodes())[target.node]
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const ran = await runIn(dir, node, [cli, 'run', ...reporters, ...args], env)
  const json = JSON.parse(await readFile(report, 'utf8').catch(() => '{"testResults":[]}'))
  const files: Result['files'] = {}
  for (const file of json.testResults) {
    const tests: Record<string, Outcome> = {}
    tests[ownOfFile] = outcome(dir, file.message ? 'failed' : 'passed', file.message ? [file.message] : [])
    for (const test of file.assertionResults) {
      const name = [...test.ancestorTitles.filter(Boolean), test.title].join(' > ')
      tests[name] = outcome(dir, test.status, test.failureMessages ?? [])
    }
    files[relative(dir, file.name).replaceAll('\\', '/')] = tests
  }
  return { code: ran.code, timedOut: ran.timedOut, output: ran.stdout + ran.stderr, files }
}

const started = /started at (?:.*\()?([^\s()]+?):(\d+):\d+\)?(?: by package)?/
const calledFrom = /called from ([^\s()]+?):(\d+):\d+/

function outcome(dir: string, status: string, messages: string[]): Outcome {
  const text = messages.join('\n')
  const orphans: string[] = []
  const lines = text.split('\n')
  lines.forEach((line, index) => {
    const place = started.exec(line)
    if (!place) return
    const count = / \((x\d+)\)/.exec(lines[index - 1] ?? '')?.[1]
    // What a package did is marked at the line of the project that called it.
    const caller = line.includes(' by package ') ? calledFrom.exec(lines[index + 1] ?? '') : undefined
    const [, file, number] = caller ?? place
    orphans.push(`${file}:${number}${count ? ` (${count})` : ''}`)
  })
  const at = messages.map((message) => firstFrame(dir, message)).filter((place) => place !== undefined)
  return { status, text, orphans: orphans.sort(), at }
}

function firstFrame(dir: string, stack: string): string | undefined {
  const frame = /\n\s+at (?:.*\()?(?:file:\/\/)?(\/?[^\n()]+?):(\d+):\d+\)?(?:\n|$)/.exec(stack)
  return frame ? `${relative(dir, frame[1] as string).replaceAll('\\', '/')}:${frame[2]}` : undefined
}

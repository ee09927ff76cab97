import { existsSync } from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { command, copyFixture, nodes, resultsIn, runIn } from '../../../scripts/lab.mjs'
import type { Pair } from '../../../scripts/pairs.mjs'

/** What happened to one test, or to a file itself. */
export interface Outcome {
  status: string
  /** Everything that was printed about it. */
  text: string
  /** `file:line` of every orphan, sorted, with `(x2)` behind the equal ones. */
  orphans: string[]
  /** Of each OrphanError with a stack: where it says that the first orphan began, and its first frame. */
  first: { place: string; frame: string }[]
}

/** A run of Vitest. */
export interface Result {
  dir: string
  code: number | null
  timedOut: boolean
  output: string
  /** By file, then by the test's full name; what the file itself failed of is under {@link ownOfFile}. */
  files: Record<string, Record<string, Outcome>>
}

export const ownOfFile = 'the file'

/** Copies a fixture into the lab and runs Vitest there, to its end. */
export async function runFixture(
  fixture: string,
  pair: Pair,
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<Result> {
  return runVitest(await copyFixture(pair.lab, fixture), pair, args, env)
}

/** Runs Vitest in a folder of the lab, to its end. */
export async function runVitest(
  dir: string,
  pair: Pair,
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<Result> {
  const report = join(await mkdtemp(join(tmpdir(), 'no-orphans-')), 'report.json')
  const cli = await command(pair.lab)
  const node = (await nodes())[pair.node]
  const ran = await runIn(dir, node, [cli, ...resultsIn('vitest', report), ...args], env)
  const json = JSON.parse(await readFile(report, 'utf8').catch(() => '{"testResults":[]}'))
  const files: Result['files'] = {}
  for (const file of json.testResults) {
    const tests: Record<string, Outcome> = {}
    const path = relative(dir, file.name).replaceAll('\\', '/')
    tests[ownOfFile] = outcome(dir, path, file.message ? 'failed' : 'passed', file.message ? [file.message] : [])
    for (const test of file.assertionResults) {
      const name = [...test.ancestorTitles.filter(Boolean), test.title].join(' > ')
      tests[name] = outcome(dir, path, test.status, test.failureMessages ?? [])
    }
    files[path] = tests
  }
  return { dir, code: ran.code, timedOut: ran.timedOut, output: ran.stdout + ran.stderr, files }
}

const started = /started at (?:.*\()?([^\s()]+?):(\d+):\d+\)?(?: by package)?/
const calledFrom = /called from ([^\s()]+?):(\d+):\d+/

function outcome(dir: string, path: string, status: string, messages: string[]): Outcome {
  const text = messages.join('\n')
  const orphans: string[] = []
  // A message tells a path as Vitest does: from the root of the project, which may be a folder of the fixture.
  const fromFixture = (file: string) =>
    existsSync(join(dir, file)) ? file : join(dirname(path), file).replaceAll('\\', '/')
  const lines = text.split('\n')
  lines.forEach((line, index) => {
    const place = started.exec(line)
    if (!place) return
    const count = / \((x\d+)\)/.exec(lines[index - 1] ?? '')?.[1]
    // What a package did is marked at the line of the project that called it.
    const caller = line.includes(' by package ') ? calledFrom.exec(lines[index + 1] ?? '') : undefined
    const [, file, number] = caller ?? place
    orphans.push(`${fromFixture(file as string)}:${number}${count ? ` (${count})` : ''}`)
  })
  return {
    status,
    text,
    orphans: orphans.sort(),
    first: messages.flatMap((message) => firstOf(dir, message, fromFixture)),
  }
}

const frames = /\n\s+at (?:.*\()?(?:file:\/\/)?(\/?[^\n()]+?):(\d+):\d+\)?(?:\n|$)/

function firstOf(dir: string, message: string, fromFixture: (file: string) => string): Outcome['first'] {
  const place = message.startsWith('OrphanError') && started.exec(message)
  const frame = frames.exec(message)
  if (!place || !frame) return []
  const file = relative(dir, frame[1] as string).replaceAll('\\', '/')
  return [{ place: `${fromFixture(place[1] as string)}:${place[2]}`, frame: `${file}:${frame[2]}` }]
}

import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { command, copyFixture, nodes, resultsIn, runIn } from '../../../scripts/lab.mjs'
import type { Pair } from '../../../scripts/pairs.mjs'

/** How Jest is started. */
export interface Start {
  args?: string[]
  /** Arguments to Node itself. */
  nodeArgs?: string[]
  env?: Record<string, string>
}

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

/** A run of Jest in a copy of a fixture. */
export interface Result {
  dir: string
  code: number | null
  timedOut: boolean
  output: string
  /** By file, then by the test's full name; what the file itself failed of is under {@link ownOfFile}. */
  files: Record<string, Record<string, Outcome>>
}

export const ownOfFile = 'the file'

/** Runs Jest in a copy of a fixture, to its end. */
export async function runJest(fixture: string, pair: Pair, start: Start = {}): Promise<Result> {
  const dir = await copyFixture(pair.lab, fixture)
  const report = join(dir, 'report.json')
  const cli = await command(pair.lab)
  const node = (await nodes())[pair.node]
  const args = [...(start.nodeArgs ?? []), cli, ...resultsIn('jest', report), ...(start.args ?? [])]
  const ran = await runIn(dir, node, args, start.env)
  const json = JSON.parse(await readFile(report, 'utf8').catch(() => '{"testResults":[]}'))
  const files: Result['files'] = {}
  for (const file of json.testResults) {
    const tests: Record<string, Outcome> = {}
    const own = ownFailure(file.message)
    tests[ownOfFile] = outcome(own ? 'failed' : 'passed', own ? [own] : [])
    for (const test of file.assertionResults) {
      tests[[...test.ancestorTitles, test.title].join(' > ')] = outcome(test.status, test.failureMessages)
    }
    files[relative(dir, file.name).replaceAll('\\', '/')] = tests
  }
  return { dir, code: ran.code, timedOut: ran.timedOut, output: ran.stdout + ran.stderr, files }
}

/** A file's message holds all that failed in it; what failed the file itself stands under this headline. */
function ownFailure(message: string): string | undefined {
  const begin = message.indexOf('● Test suite failed to run')
  return begin < 0 ? undefined : message.slice(begin)
}

const started = /started at (?:.*\()?([^\s()]+?):(\d+):\d+\)?/
const calledFrom = /called from ([^\s()]+?):(\d+):\d+/

function outcome(status: string, messages: string[]): Outcome {
  const text = messages.join('\n')
  const lines = text.split('\n')
  const orphans = lines.flatMap((line, index) => {
    const place = started.exec(line)
    if (!place) return []
    const count = / \((x\d+)\)/.exec(lines[index - 1] ?? '')?.[1]
    // What a package did is marked at the line of the project that called it.
    const caller = line.includes(' by package ') ? calledFrom.exec(lines[index + 1] ?? '') : undefined
    const [, file, number] = caller ?? place
    return [`${file}:${number}${count ? ` (${count})` : ''}`]
  })
  const at = messages.flatMap((message) => /\n\s+at .*?([^\s(/\\]+:\d+):\d+\)?/.exec(message)?.[1] ?? [])
  return { status, text, orphans: orphans.sort(), at }
}

import { readFile, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { nodes, resultsIn, runIn } from '../../../scripts/lab.mjs'
import type { Row } from './expected.js'

/** What the fixture's own run of Vitest says, and what its run report says. */
export interface LibraryRun {
  code: number | null
  output: string
  /** `library > test`, with its status; a file that fails by itself is `library`. */
  statuses: Record<string, string>
  /** By verdict, in the order of libraries and tests. */
  found: Row[]
  allowed: Row[]
}

interface Reported {
  verdict: string
  kind: string
  package?: string
  origin?: { file: string }
  line?: string
  owner: { name: string; file: string }
  count: number
  judgedAt: 'test' | 'file'
}

const libraryOf = (file: string): string => file.replace(/^libraries\//, '').replace(/\.test\.tsx?$/, '')

function rowOf(reported: Reported): Row {
  const mark = /\/\/ <- (\w+)/.exec(reported.line ?? '')?.[1]
  return {
    library: libraryOf(reported.owner.file),
    test: reported.owner.name,
    kind: reported.kind,
    ...(reported.package && { package: reported.package }),
    at: reported.judgedAt,
    // A line of the user that has no mark is a wrong one.
    ...(reported.origin && { mark: mark ?? `${reported.origin.file}: ${reported.line}` }),
    ...(reported.count > 1 && { count: reported.count }),
  }
}

/** Runs the tests of every library whose names begin with a word. */
export async function runLibraries(dir: string, node: 20 | 22 | 24 | 26, word: 'closed' | 'left'): Promise<LibraryRun> {
  const json = join(dir, 'result.json')
  const report = join(dir, 'orphans.json')
  await rm(json, { force: true })
  await rm(report, { force: true })
  const vitest = join(dir, '../../node_modules/vitest/vitest.mjs')
  const ran = await runIn(
    dir,
    (await nodes())[node],
    [vitest, ...resultsIn('vitest', json), '-t', `^${word}`],
    {},
    { timeout: 240_000 },
  )
  const output = ran.stdout + ran.stderr
  const statuses: LibraryRun['statuses'] = {}
  for (const file of JSON.parse(await readFile(json, 'utf8').catch(() => '{"testResults":[]}')).testResults) {
    const library = libraryOf(relative(dir, file.name).replaceAll('\\', '/'))
    if (file.message) statuses[library] = 'failed'
    for (const test of file.assertionResults) {
      if (test.title.startsWith(word)) statuses[`${library} > ${test.title}`] = test.status
    }
  }
  const reported: Reported[] = JSON.parse(await readFile(report, 'utf8').catch(() => '{"orphans":[]}')).orphans
  const rows = (verdict: string) => sorted(reported.filter((each) => each.verdict === verdict).map(rowOf))
  return { code: ran.code, output, statuses, found: rows('orphan'), allowed: rows('allowed') }
}

const keyOf = (row: Row): string => [row.library, row.test, row.kind, row.package, row.mark].join(' ')

/** Rows in the order of their libraries. */
export const sorted = (rows: Row[]): Row[] => [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))

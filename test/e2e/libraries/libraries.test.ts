import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { root } from '../../../scripts/run.mjs'
import { type Row, rows } from './expected.js'
import { installLibraries } from './install.js'
import { type LibraryRun, runLibraries, sorted } from './run.js'
import { table } from './table.js'

let dir: string
beforeAll(async () => {
  dir = await installLibraries()
})

const skipped = (run: LibraryRun, library: string): boolean => run.statuses[`${library} > left`] === 'skipped'

/** Which test, or which file by itself, must fail for these rows. */
const failures = (expected: Row[]): string[] =>
  [...new Set(expected.map((row) => (row.at === 'test' ? `${row.library} > ${row.test}` : row.library)))].sort()

const failed = (run: LibraryRun): string[] =>
  Object.entries(run.statuses)
    .filter(([, status]) => status === 'failed')
    .map(([name]) => name)
    .sort()

describe.each([20, 24] as const)('real libraries on Node %i', (node) => {
  let once: Promise<LibraryRun> | undefined
  // Whichever test comes first.
  const closedRun = () => {
    once ??= runLibraries(dir, node, 'closed')
    return once
  }

  it('are silent when they are closed as their documentation says', async () => {
    const closed = await closedRun()

    expect(closed.found, closed.output).toEqual([])
    expect(failed(closed), closed.output).toEqual([])
    expect(closed.code, closed.output).toBe(0)
  }, 300_000)

  it('are reported once, with package, line and test, when their close is forgotten', async () => {
    const left = await runLibraries(dir, node, 'left')
    const expected = rows.filter((row) => !skipped(left, row.library))
    if (skipped(left, 'ioredis')) console.log('ioredis and bullmq are skipped: there is no redis-server here')

    expect(left.found, left.output).toEqual(sorted(expected))
    expect(failed(left), left.output).toEqual(failures(expected))
    expect(left.output).not.toMatch(/Unhandled|Uncaught/)
    expect(left.code).toBe(1)
    if (node === 24 && !skipped(left, 'ioredis')) {
      await expect(table(await closedRun(), left)).toMatchFileSnapshot(join(root, 'fixtures/libraries/README.md'))
    }
  }, 300_000)
})

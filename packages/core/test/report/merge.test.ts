import { expect, test } from 'vitest'
import { mergeReports, shardReason } from '../../src/report/merge.js'
import type { RunReport } from '../../src/report/run-report.js'
import { applyBaseline, toEntries } from '../../src/report/verdicts.js'
import { orphan, sample } from './sample.js'

const inFile = (file: number) =>
  orphan({ owner: { type: 'test', name: `test ${file}`, file: `${file}.test.ts` }, count: 1 + (file % 3) })
const all = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(inFile)
const baseline = { file: 'b', entries: [{ ...toEntries([orphan()])[0]!, count: 7 }] }

function shard(index: number, count: number): RunReport {
  const orphans = all.filter((_, position) => position % count === index - 1)
  const made = { ...sample(), orphans, partial: count > 1 ? [shardReason] : [], unusedRules: [], notWatched: [] }
  const totals = { ...made.totals, files: orphans.length, tests: orphans.length * 2, notWatched: 0 }
  return applyBaseline({ ...made, totals, ...(count > 1 && { shard: { index, count } }) }, baseline)
}

test('shards merged say the same as one run', () => {
  const one = shard(1, 1)
  const merged = mergeReports([shard(3, 3), shard(1, 3), shard(2, 3)])
  expect(merged.totals).toEqual(one.totals)
  expect(merged.totals).toMatchObject({ orphans: 11, known: 7 })
  expect(merged.partial).toEqual([])
  expect(merged.gone).toEqual(one.gone)
})

test('with a shard missing it is not a full run', () => {
  const merged = mergeReports([shard(3, 3), shard(1, 3)])
  expect(merged.partial).toEqual([shardReason])
})

test('a shard twice, or another baseline, is refused', () => {
  expect(() => mergeReports([shard(1, 3), shard(1, 3)])).toThrow('two of the reports are of the same shard')
  const other = { ...shard(2, 3), baseline: { file: 'b', entries: [] } }
  expect(() => mergeReports([shard(1, 3), other])).toThrow('the reports were made with different baselines')
  expect(() => mergeReports([])).toThrow('there is nothing to merge')
})

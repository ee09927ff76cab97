import { ReportError } from './files.js'
import type { RunReport, Timeline } from './run-report.js'
import { applyBaseline } from './verdicts.js'

const shardOnly = 'only a shard was run'

/**
 * Makes one report of those of a run's shards. The baseline is applied to all of them together.
 *
 * @throws ReportError when they are not of one run: different baselines, or a shard twice.
 */
export function mergeReports(reports: readonly RunReport[]): RunReport {
  const [first] = reports
  if (!first) throw new ReportError('there is nothing to merge')
  const sharded = reports.filter(({ shard }) => shard)
  const indexes = new Set(sharded.map(({ shard }) => shard?.index))
  if (indexes.size < sharded.length) throw new ReportError('two of the reports are of the same shard')
  const baselines = new Set(reports.map(({ baseline }) => JSON.stringify(baseline)))
  if (baselines.size > 1) throw new ReportError('the reports were made with different baselines')
  const count = first.shard?.count
  const isWhole = count !== undefined && indexes.size === count && sharded.length === reports.length
  const partial = [...new Set(reports.flatMap((report) => report.partial))]
  const timelines = reports.flatMap(({ timeline }) => (timeline ? [timeline] : []))
  const { shard: _, timeline: __, ...rest } = first
  const merged: RunReport = {
    ...rest,
    startedAt: Math.min(...reports.map(({ startedAt }) => startedAt)),
    endedAt: Math.max(...reports.map(({ endedAt }) => endedAt)),
    partial: isWhole ? partial.filter((reason) => reason !== shardOnly) : partial,
    totals: {
      ...first.totals,
      files: sum(reports, ({ totals }) => totals.files),
      tests: sum(reports, ({ totals }) => totals.tests),
      notWatched: sum(reports, ({ totals }) => totals.notWatched),
    },
    orphans: reports.flatMap((report) => report.orphans),
    files: reports.flatMap((report) => report.files),
    notWatched: reports.flatMap((report) => report.notWatched),
    unusedRules: first.unusedRules.filter((rule) =>
      reports.every((report) => report.unusedRules.some((each) => JSON.stringify(each) === JSON.stringify(rule))),
    ),
    stuck: reports.flatMap((report) => report.stuck),
    processes: reports.flatMap((report) => report.processes),
    ...(timelines.length > 0 && { timeline: mergeTimelines(timelines) }),
  }
  return applyBaseline(merged, first.baseline)
}

/** Why the run of one shard is not a full one. */
export const shardReason = shardOnly

const sum = (reports: readonly RunReport[], of: (report: RunReport) => number): number =>
  reports.reduce((total, report) => total + of(report), 0)

function mergeTimelines(timelines: readonly Timeline[]): Timeline {
  const merged: Timeline = { files: [], origins: [], resources: [] }
  for (const { files, origins, resources } of timelines) {
    const firstFile = merged.files.length
    const firstOrigin = merged.origins.length
    merged.files.push(...files)
    merged.origins.push(...origins)
    for (const resource of resources) {
      const origin = resource.origin === undefined ? undefined : resource.origin + firstOrigin
      const moved = { ...resource, file: resource.file + firstFile, ...(origin !== undefined && { origin }) }
      merged.resources.push(moved)
    }
  }
  return merged
}

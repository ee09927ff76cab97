import type { AllowRule, ResolvedOptions } from '../options.js'
import { resolveOptions } from '../options.js'
import type { Orphan } from '../orphan.js'
import type { BaselineEntry } from './baseline.js'
import { fingerprintOf, identityOf, portable } from './fingerprint.js'
import { frameOf, sourceAt } from './frames.js'
import { shardReason } from './merge.js'
import type { FileClosedRecord, FileEndRecord, FileRecord, JudgedRecord, RunRecord } from './records.js'
import type { ReportedOrphan, RunReport, SourceLine, UnwatchedFile } from './run-report.js'
import { timelineOf } from './timeline.js'
import { applyBaseline } from './verdicts.js'
import { toolVersion } from './version.js'

/** What only the main process knows of a run. */
export interface RunFacts {
  root: string
  runner: { name: string; version: string }
  startedAt: number
  endedAt: number
  /** When no worker has told of any. */
  options?: ResolvedOptions
  /** Every test file that ran, absolute. */
  files: RanFile[]
  /** Every test that ran. */
  tests: { file: string; project?: string; name: string; state: string }[]
  /** Why the run is not a full one. */
  partial: string[]
  shard?: { index: number; count: number }
  baseline?: { file: string; entries: BaselineEntry[] }
}

/** A test file that ran. */
export interface RanFile {
  file: string
  project?: string
  /** Why it is not watched, if it is not. */
  reason?: string
  /** Nothing of it can ever be watched, such as what runs in a browser: without it the run is a full one. */
  outside?: boolean
}

/** Makes one report of what all workers told. */
export function buildReport(workers: readonly RunRecord[][], facts: RunFacts): RunReport {
  const { root } = facts
  const told = workers.flat()
  const files = told.filter((record): record is FileRecord => record.t === 'file')
  const ends = told.filter((record): record is FileEndRecord => record.t === 'file-end')
  const closed = workers.flatMap((records) => records.filter((record) => record.t === 'file-closed'))
  const options = optionsOf(files) ?? facts.options ?? resolveOptions({})
  const notWatched = unwatched(facts, told)
  const statuses = workers
    .flatMap(fileStatuses)
    .filter((each) => !notWatched.some((other) => nameOf(other) === nameOf(each)))
    .map((each) => ({ ...each, file: portable(root, each.file) }))
  const partial = whyPartial(facts, told, statuses, notWatched)
  const report: RunReport = {
    $schema: 'https://unpkg.com/@no-orphans/core/report.schema.json',
    format: 'no-orphans-report',
    version: 1,
    tool: { name: '@no-orphans/core', version: toolVersion },
    runner: facts.runner,
    node: process.version,
    platform: process.platform,
    root,
    startedAt: Math.round(facts.startedAt),
    endedAt: Math.round(facts.endedAt),
    ...(facts.shard && { shard: facts.shard }),
    partial,
    options,
    totals: {
      files: facts.files.length,
      tests: facts.tests.length,
      testsWithOrphans: 0,
      orphans: 0,
      known: 0,
      allowed: 0,
      released: 0,
      notWatched: notWatched.length,
    },
    orphans: onePerTest(workers.flatMap((records) => orphansIn(records, root))),
    files: statuses,
    notWatched: notWatched.map(({ outside: _, ...each }) => ({ ...each, file: portable(root, each.file) })),
    unusedRules: partial.every((reason) => reason === shardReason) ? unusedIn(files, ends) : [],
    stuck: closed.flatMap((record) => (record as FileClosedRecord).stuck),
    processes: [],
    gone: [],
    ...(options.report !== undefined && { timeline: timelineOf(workers, facts) }),
  }
  return applyBaseline(report, facts.baseline)
}

function fileStatuses(records: readonly RunRecord[]): RunReport['files'] {
  const ended = new Set(records.flatMap((record) => (record.t === 'file-closed' ? [record.id] : [])))
  return records.flatMap((record) =>
    record.t === 'file'
      ? [
          {
            file: record.file,
            ...(record.project && { project: record.project }),
            status: ended.has(record.id) ? ('watched' as const) : ('crashed' as const),
          },
        ]
      : [],
  )
}

/** The options of the run, of which its projects may have different ones: those that ask for a report or have a baseline. */
export const optionsOf = (files: readonly FileRecord[]): ResolvedOptions | undefined =>
  (files.find(({ options }) => options.report ?? options.baseline) ?? files[0])?.options

const unknownReason = 'its environment or pool does not include no-orphans'

const nameOf = ({ project = '', file }: { project?: string; file: string }): string => `${project}\n${file}`

function unwatched(facts: RunFacts, told: readonly RunRecord[]): (RanFile & UnwatchedFile)[] {
  const watched = new Set(told.flatMap((record) => (record.t === 'file' ? [nameOf(record)] : [])))
  const reasons = new Map(
    told.flatMap((record) => (record.t === 'not-watched' ? [[nameOf(record), record.reason]] : [])),
  )
  return facts.files.flatMap((each) => {
    const isSilent = !watched.has(nameOf(each))
    const reason = reasons.get(nameOf(each)) ?? (isSilent ? (each.reason ?? unknownReason) : undefined)
    return reason === undefined ? [] : [{ ...each, reason }]
  })
}

/** Why what was not found may still be there. */
function whyPartial(
  facts: RunFacts,
  told: readonly RunRecord[],
  files: RunReport['files'],
  notWatched: readonly RanFile[],
): string[] {
  const reasons = [...facts.partial, ...told.flatMap((record) => (record.t === 'partial' ? [record.reason] : []))]
  if (files.some(({ status }) => status === 'crashed')) reasons.push('a worker crashed')
  if (notWatched.some(({ outside }) => !outside)) reasons.push('some files were not watched')
  return [...new Set(reasons)]
}

/** A rule is stale when no file that had it made use of it. Only all shards together can tell. */
function unusedIn(files: readonly FileRecord[], ends: readonly FileEndRecord[]): AllowRule[] {
  const rules = new Set(files.flatMap(({ options }) => options.allow.map((rule) => JSON.stringify(rule))))
  if (ends.length < files.length) return []
  const unused = new Map<string, number>()
  for (const end of ends) for (const rule of end.unused) unused.set(rule, (unused.get(rule) ?? 0) + 1)
  const having = (rule: string): number =>
    files.filter(({ options }) => options.allow.some((each) => JSON.stringify(each) === rule)).length
  return [...rules].filter((rule) => unused.get(rule) === having(rule)).map((rule) => JSON.parse(rule) as AllowRule)
}

interface Tried extends ReportedOrphan {
  number: number
}

function orphansIn(records: readonly RunRecord[], root: string): Tried[] {
  const projects = new Map(records.flatMap((record) => (record.t === 'file' ? [[record.id, record.project]] : [])))
  const released = new Map(records.flatMap((record) => (record.t === 'released' ? [[record.id, record.at]] : [])))
  return records.flatMap((record) => {
    if (record.t !== 'judged') return []
    const disturbed = records.flatMap((each) =>
      each.t === 'disturbed' && each.id === record.id
        ? [{ test: each.test, ...(each.file && { file: portable(root, each.file) }), times: each.times }]
        : [],
    )
    const project = projects.get(record.of)
    const releasedAt = released.get(record.id)
    return [
      {
        ...describe(record, root),
        ...(project && { project }),
        ...(releasedAt !== undefined && { releasedAt: Math.round(releasedAt) }),
        ...(disturbed.length > 0 && { disturbed }),
        number: record.try ?? 1,
      },
    ]
  })
}

function describe({ orphan, verdict, where, at, rule }: JudgedRecord, root: string): ReportedOrphan {
  const identity = identityOf(orphan, root)
  const source = sourceAround(orphan)
  return {
    fingerprint: fingerprintOf(identity),
    verdict,
    kind: orphan.kind,
    description: orphan.description,
    remedy: orphan.remedy,
    ...(orphan.package && { package: orphan.package }),
    ...(orphan.origin && { origin: frameOf(orphan.origin, root) }),
    ...(orphan.creator && { creator: frameOf(orphan.creator, root) }),
    stack: orphan.stack.map((frame) => frameOf(frame, root)),
    ...(source && { source }),
    line: identity.line,
    ...(identity.function && { function: identity.function }),
    owner: { ...orphan.owner, ...ownerOf(orphan, root) },
    count: orphan.count,
    unref: orphan.unref,
    judgedAt: where,
    ...(orphan.createdAt !== undefined && { createdAt: Math.round(orphan.createdAt) }),
    judgedTime: Math.round(at),
    ...(rule && { rule }),
  }
}

function ownerOf({ owner }: Orphan, root: string): { name: string; file?: string } {
  const file = owner.file && portable(root, owner.file)
  return { name: owner.type === 'file' && file ? file : owner.name, ...(file && { file }) }
}

const sourceAround = ({ origin, creator }: Orphan): SourceLine[] | undefined => {
  const frame = origin ?? creator
  return frame && sourceAt(frame)
}

/** A retry does not make one leak two: of the tries of a test, the one that left most of an origin counts. */
function onePerTest(orphans: readonly Tried[]): ReportedOrphan[] {
  const groups = new Map<string, Tried[]>()
  for (const orphan of orphans) {
    const { owner, project, fingerprint, description, judgedAt } = orphan
    // A description may hold what differs from try to try, such as a port.
    const alike = description.replace(/\d+/g, '0')
    const key = [owner.type, owner.file, owner.name, project, fingerprint, alike, judgedAt].join('\n')
    groups.set(key, [...(groups.get(key) ?? []), orphan])
  }
  return [...groups.values()].flatMap((group) => {
    const numbers = new Set(group.map(({ number }) => number))
    if (numbers.size === 1) return group.map(plain)
    const perTry = [...numbers].map((number) => group.filter((orphan) => orphan.number === number))
    const most = perTry.reduce((best, each) => (total(each) > total(best) ? each : best))
    return most.map((orphan) => ({ ...plain(orphan), tries: numbers.size }))
  })
}

const total = (orphans: readonly ReportedOrphan[]): number => orphans.reduce((sum, { count }) => sum + count, 0)

function plain({ number: _, ...orphan }: Tried): ReportedOrphan {
  return orphan
}

import { type BaselineEntry, countsOf } from './baseline.js'
import { type Identity, keyOf } from './fingerprint.js'
import type { ReportedOrphan, RunReport } from './run-report.js'

/** What an orphan of a report is known by in a baseline. */
export function identityOfReported(orphan: ReportedOrphan): Identity {
  return {
    kind: orphan.kind,
    ...(orphan.package && { package: orphan.package }),
    file: (orphan.origin ?? orphan.creator)?.file ?? '',
    ...(orphan.function && { function: orphan.function }),
    line: orphan.line,
  }
}

/**
 * Gives the verdicts anew, from a baseline: of each origin, as many as it lists are known and the rest is not.
 *
 * Workers count each for itself. Only here is it known how many there are in the whole run, whoever ran what.
 */
export function settleVerdicts(
  orphans: readonly ReportedOrphan[],
  entries: readonly BaselineEntry[],
): ReportedOrphan[] {
  const left = countsOf(entries)
  const inOrder = [...orphans].sort(byTold)
  return inOrder.flatMap((orphan) => {
    if (orphan.verdict === 'allowed') return [orphan]
    const key = keyOf(identityOfReported(orphan))
    const known = Math.min(left.get(key) ?? 0, orphan.count)
    left.set(key, (left.get(key) ?? 0) - known)
    const fresh = orphan.releasedAt === undefined ? 'orphan' : 'released'
    const parts: ReportedOrphan[] = []
    if (known > 0) parts.push({ ...orphan, verdict: 'known', count: known })
    if (known < orphan.count) parts.push({ ...orphan, verdict: fresh, count: orphan.count - known })
    return parts
  })
}

/** What a worker took for known comes first, so that the test that failed is the one that is new. */
function byTold(a: ReportedOrphan, b: ReportedOrphan): number {
  const rank = (orphan: ReportedOrphan): number => (orphan.verdict === 'known' ? 0 : 1)
  return rank(a) - rank(b) || compare(placeOf(a), placeOf(b))
}

const placeOf = ({ owner, project, fingerprint, judgedTime }: ReportedOrphan): string =>
  [owner.file ?? '', project ?? '', owner.name, fingerprint, judgedTime].join('\n')

/** A stable order that depends on no machine's language. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** What a baseline lists and the run did not find, or found fewer of. */
export function goneFrom(orphans: readonly ReportedOrphan[], entries: readonly BaselineEntry[]): BaselineEntry[] {
  const found = countsOf(toEntries(orphans))
  const gone: BaselineEntry[] = []
  for (const entry of toSummed(entries)) {
    const rest = entry.count - (found.get(keyOf(entry)) ?? 0)
    if (rest > 0) gone.push({ ...entry, count: rest })
  }
  return gone
}

/** The baseline that lists these orphans. */
export function toEntries(orphans: readonly ReportedOrphan[]): BaselineEntry[] {
  return toSummed(
    orphans
      .filter((orphan) => orphan.verdict !== 'allowed')
      .map((orphan) => ({ ...identityOfReported(orphan), count: orphan.count })),
  )
}

function toSummed(entries: readonly BaselineEntry[]): BaselineEntry[] {
  const sums = new Map<string, BaselineEntry>()
  for (const entry of entries) {
    const known = sums.get(keyOf(entry))
    if (known) known.count += entry.count
    else sums.set(keyOf(entry), { ...entry })
  }
  return [...sums.values()]
}

/** What a run writes into the baseline: all of it after a full run; after a part of one nothing is taken away. */
export function updatedBaseline(report: RunReport): BaselineEntry[] {
  const found = toEntries(report.orphans)
  if (report.partial.length === 0) return found
  const counts = new Map(toSummed(report.baseline?.entries ?? []).map((entry) => [keyOf(entry), entry]))
  for (const entry of found) {
    const known = counts.get(keyOf(entry))
    counts.set(keyOf(entry), { ...entry, count: Math.max(entry.count, known?.count ?? 0) })
  }
  return [...counts.values()]
}

/** Puts a baseline in force in a report: verdicts, totals and what is gone follow from it. */
export function applyBaseline(report: RunReport, baseline: RunReport['baseline']): RunReport {
  const entries = baseline?.entries ?? []
  const orphans = settleVerdicts(report.orphans, entries).sort((a, b) => compare(placeOf(a), placeOf(b)))
  const { baseline: _, ...rest } = report
  return {
    ...rest,
    orphans,
    totals: { ...report.totals, ...countVerdicts(orphans) },
    ...(baseline && { baseline }),
    gone: report.partial.length === 0 ? goneFrom(orphans, entries) : [],
  }
}

type Counts = Pick<RunReport['totals'], 'orphans' | 'known' | 'allowed' | 'released' | 'testsWithOrphans'>

function countVerdicts(orphans: readonly ReportedOrphan[]): Counts {
  const sum = (verdict: ReportedOrphan['verdict']): number =>
    orphans.reduce((total, orphan) => total + (orphan.verdict === verdict ? orphan.count : 0), 0)
  const tests = orphans
    .filter(({ verdict, owner }) => verdict !== 'allowed' && owner.type === 'test')
    .map(({ owner, project }) => [owner.file, owner.name, project].join('\n'))
  return {
    orphans: sum('orphan'),
    known: sum('known'),
    allowed: sum('allowed'),
    released: sum('released'),
    testsWithOrphans: new Set(tests).size,
  }
}

/** What fails a run: the new ones, also those that something released after their test had failed. */
export const newOrphans = (report: RunReport): ReportedOrphan[] =>
  report.orphans.filter(({ verdict }) => verdict === 'orphan' || verdict === 'released')

/** How many resources these are. */
export const sumOf = (orphans: readonly { count: number }[]): number =>
  orphans.reduce((total, { count }) => total + count, 0)

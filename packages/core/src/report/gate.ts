import type { BaselineEntry } from './baseline.js'
import type { ReportedOrphan, RunReport } from './run-report.js'
import { newOrphans, sumOf } from './verdicts.js'
import { entryLine, plural } from './words.js'

/** What a gate lets through. */
export interface GateOptions {
  /** So many new orphans pass. Default 0. */
  max?: number
  /** Known orphans that are gone fail, too. */
  ratchet?: boolean
}

/** The verdict on a run. */
export interface GateResult {
  passed: boolean
  /** One line: what was decided, and why. */
  verdict: string
  /** What is new. */
  fresh: ReportedOrphan[]
  /** What is to be taken out of the baseline. */
  gone: BaselineEntry[]
}

/** Decides whether a run passes. */
export function judgeReport(report: RunReport, { max = 0, ratchet = false }: GateOptions = {}): GateResult {
  const fresh = newOrphans(report)
  const count = sumOf(fresh)
  const known = report.totals.known > 0 ? `, ${report.totals.known} known` : ''
  const allowed = max > 0 ? ` (${max} pass)` : ''
  const reasons: string[] = []
  if (count > max) reasons.push(plural(count, 'new orphan'))
  if (ratchet && report.gone.length > 0) reasons.push(`${plural(sumOf(report.gone), 'known orphan')} gone`)
  const passed = reasons.length === 0
  const said = passed ? `${count === 0 ? 'no new orphans' : plural(count, 'new orphan')}` : reasons.join(', ')
  return { passed, verdict: `${passed ? 'passed' : 'failed'}: ${said}${allowed}${known}`, fresh, gone: report.gone }
}

/** What is wrong with one origin, in a few sentences. */
export function sentences(orphan: ReportedOrphan): string {
  const by = orphan.package ? `, started by package ${orphan.package},` : ''
  const count = orphan.count > 1 ? ` (x${orphan.count})` : ''
  const later = orphan.verdict === 'released' ? ' It was released later, after its test had failed.' : ''
  const who = orphan.owner.type === 'test' ? `the test '${orphan.owner.name}'` : 'the file'
  const file = orphan.owner.file ? ` (${orphan.owner.file})` : ''
  return `${orphan.description}${count}${by} was left running by ${who}${file}.${later} ${capital(orphan.remedy)}.`
}

/** What to do about a known orphan that is gone. */
export const goneSentence = (entry: BaselineEntry, file: string): string =>
  `A known orphan is gone; take it out of ${file} so that it cannot come back: ${entryLine(entry)}`

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

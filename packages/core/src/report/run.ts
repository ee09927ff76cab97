import { isAbsolute, join } from 'node:path'
import type { ResolvedOptions } from '../options.js'
import { type BaselineEntry, isUpdating, readBaseline, renderBaseline } from './baseline.js'
import { buildReport, optionsOf, type RunFacts } from './build.js'
import type { Left } from './exit-watch.js'
import { ReportError, renderReport, writeAtomically } from './files.js'
import { portable } from './fingerprint.js'
import { profile } from './profile.js'
import type { RunRecord } from './records.js'
import { closeRunFolder, emptyRunFolder, openRunFolder, readRecords } from './run-folder.js'
import type { RunReport } from './run-report.js'
import { forgetSources } from './source-text.js'
import { styleFor } from './style.js'
import { summary } from './summary.js'
import { survivors } from './survivors.js'
import { newOrphans, sumOf, updatedBaseline } from './verdicts.js'
import { entryLine, plural } from './words.js'

/** What a reporter passes at the end of a run. */
export interface EndOfRun extends Omit<RunFacts, 'root' | 'startedAt' | 'endedAt' | 'baseline' | 'runner'> {
  /** By default what the workers say. */
  runner?: RunFacts['runner']
  /** Where the summary will be written. Default: stdout. */
  stream?: NodeJS.WriteStream
}

/** What is to be told, and whether the run fails for it. */
export interface RunResult {
  report: RunReport
  /** For a person, ready to print. */
  lines: string[]
  /** What workers still held after their last files. */
  left: Left[]
  /** Why the run fails although its tests may not, if so. */
  failures: string[]
}

/**
 * A run, as the main process sees it: it gives workers their folder and makes one report of what they leave there.
 *
 * Make it before workers start.
 */
export class Run {
  private readonly root: string
  private readonly folder: string
  private startedAt = Date.now()

  constructor(root: string) {
    this.root = root
    this.folder = openRunFolder(root)
    // A process that is ended in the middle of a run leaves no folder behind.
    process.once('exit', () => this.dispose())
  }

  /** A run begins, maybe one more of the same process. */
  begin(): void {
    this.startedAt = Date.now()
    emptyRunFolder(this.folder)
    forgetSources()
  }

  /** A run has ended: reads what the workers told, writes the report and, when asked to, the baseline. */
  async finish(end: EndOfRun): Promise<RunResult> {
    const records = readRecords(this.folder)
    const told = records.flat().filter((record) => record.t === 'file')
    const options = optionsOf(told) ?? end.options
    const baseline = options?.baseline ? this.baselineOf(options.baseline) : undefined
    const { root, startedAt } = this
    const runner = end.runner ?? told[0]?.runner ?? { name: 'unknown', version: '' }
    const times = { startedAt, endedAt: Date.now() }
    const report = buildReport(records, { ...end, root, runner, ...times, ...(baseline && { baseline }) })
    report.processes = await survivors(this.folder, records, root)
    const updated = baseline && isUpdating() ? this.update(report, baseline.file) : undefined
    const final = updated?.report ?? report
    const written = options?.report ? this.write(options.report, final) : { failures: [] }
    const { stream = process.stdout } = end
    const lines = summary(final, {
      style: styleFor(stream),
      ...(stream.isTTY && { rows: stream.rows, columns: stream.columns }),
      ...(written.path && { report: written.path }),
    })
    const failing = failedBy(records.flat())
    return {
      report: final,
      lines: [...lines, ...(updated?.lines ?? [])],
      left: records.flatMap(leftIn),
      failures: [...written.failures, ...failuresOf(final, options, failing)],
    }
  }

  /** Removes the run's folder. */
  dispose(): void {
    closeRunFolder(this.folder)
  }

  private absolute(path: string): string {
    return isAbsolute(path) ? path : join(this.root, path)
  }

  private baselineOf(path: string): { file: string; entries: BaselineEntry[] } {
    const file = this.absolute(path)
    return { file: portable(this.root, file), entries: readBaseline(file) ?? [] }
  }

  /** A report that cannot be written fails the run, and hides nothing of what was found. */
  private write(path: string, report: RunReport): { path?: string; failures: string[] } {
    try {
      writeAtomically(this.absolute(path), renderReport(report))
      return { path: portable(this.root, this.absolute(path)), failures: [] }
    } catch (error) {
      if (!(error instanceof ReportError)) throw error
      return { failures: [error.message] }
    }
  }

  private update(report: RunReport, file: string): { report: RunReport; lines: string[] } {
    const entries = updatedBaseline(report)
    const text = renderBaseline(entries)
    const before = renderBaseline(report.baseline?.entries ?? [])
    if (text !== before) writeAtomically(this.absolute(file), text)
    const orphans = report.orphans.map((orphan) =>
      orphan.verdict === 'allowed' ? orphan : { ...orphan, verdict: 'known' as const },
    )
    const { totals } = report
    const known = totals.known + totals.orphans + totals.released
    const said = text === before ? 'is up to date' : `was written: ${plural(sumOf(entries), 'known orphan')}`
    return {
      report: {
        ...report,
        orphans,
        totals: { ...totals, known, orphans: 0, released: 0 },
        baseline: { file, entries },
        gone: [],
      },
      lines: [`${file} ${said}`],
    }
  }
}

/** What a worker held after its last file: what was closed with an earlier one is not held any more. */
function leftIn(records: readonly RunRecord[]): Left[] {
  const last = records.filter((record) => record.t === 'file-closed').at(-1)
  const file = records.find((record) => record.t === 'file' && record.id === last?.id)
  if (!last || file?.t !== 'file' || last.left.length === 0) return []
  const isHere = records.some((record) => record.t === 'worker' && record.pid === process.pid && record.thread === 0)
  return [{ file: file.file, left: last.left, isHere }]
}

/** For how many orphans a test or file has failed already. */
function failedBy(records: readonly RunRecord[]): number {
  return sumOf(records.flatMap((each) => (each.t === 'judged' && each.verdict === 'orphan' ? [each.orphan] : [])))
}

/** Why a run fails beyond its failed tests. */
function failuresOf(report: RunReport, options: ResolvedOptions | undefined, failing: number): string[] {
  if (!report.baseline || options?.mode !== 'fail') return []
  const failures: string[] = []
  const fresh = newOrphans(report)
  // Each worker took its share for known; together they are too many.
  if (sumOf(fresh) > failing) {
    const more = profile(fresh).map((line) => `    ${line.count}x ${line.description}  ${line.place ?? ''}`)
    failures.push([`${plural(sumOf(fresh), 'orphan')} more than ${report.baseline.file} lists:`, ...more].join('\n'))
  }
  if (report.gone.length > 0 && options.ratchet) {
    failures.push(
      [
        `${plural(sumOf(report.gone), 'known orphan')} in ${report.baseline.file} ${sumOf(report.gone) === 1 ? 'is' : 'are'} gone and must not come back; remove:`,
        ...report.gone.map((entry) => `    ${entryLine(entry)}`),
      ].join('\n'),
    )
  }
  return failures
}

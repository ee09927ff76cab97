/*
 * The run report: its type, and what makes, reads and judges one. For reporters and for tools; a test's process loads
 * none of it.
 */

export { type BaselineEntry, BaselineError, parseBaseline, readBaseline, renderBaseline } from './baseline.js'
export { ExitWatch } from './exit-watch.js'
export { parseReport, ReportError, readReport, renderReport, writeAtomically } from './files.js'
export { fingerprintOf, type Identity } from './fingerprint.js'
export { mergeReports, shardReason } from './merge.js'
export { type EndOfRun, Run, type RunResult } from './run.js'
export type {
  ReportedFile,
  ReportedFrame,
  ReportedOrphan,
  ReportedVerdict,
  RunReport,
  SourceLine,
  SurvivingProcess,
  Timeline,
  TimelineFile,
  TimelineOrigin,
  TimelineResource,
  UnwatchedFile,
} from './run-report.js'
export { type Style, styleFor } from './style.js'
export { type SummaryOptions, summary } from './summary.js'
export { applyBaseline, newOrphans, toEntries } from './verdicts.js'

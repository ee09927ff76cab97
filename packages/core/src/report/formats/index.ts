import { renderReport } from '../files.js'
import type { GateResult } from '../gate.js'
import type { RunReport } from '../run-report.js'
import type { SummaryOptions } from '../summary.js'
import { github } from './github.js'
import { junit } from './junit.js'
import { markdown } from './markdown.js'
import { sarif } from './sarif.js'
import { text } from './text.js'

/** Writes a report and the verdict on it. */
export type Format = (report: RunReport, result: GateResult, options?: SummaryOptions) => string

/** By the name that `--format` takes. */
export const formats: Record<string, Format> = {
  text,
  github,
  junit,
  sarif,
  markdown,
  json: (report, { passed, verdict }) => renderReport({ ...report, gate: { passed, verdict } } as RunReport),
}

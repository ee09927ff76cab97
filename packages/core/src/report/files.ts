import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { RunReport } from './run-report.js'

/** A file that is no report, or cannot be read or written. The message names it and says what is wrong. */
export class ReportError extends Error {
  override name = 'ReportError'
}

/**
 * Writes a file so that nobody ever sees half of it.
 *
 * @throws ReportError when it cannot be written.
 */
export function writeAtomically(file: string, text: string): void {
  const partial = `${file}.${process.pid}.partial`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(partial, text)
    renameSync(partial, file)
  } catch (error) {
    // Where a file is in the way of a folder, there is nothing to remove, and rm says so.
    if (existsSync(partial)) rmSync(partial)
    // After the comma it names the partial file.
    throw new ReportError(`cannot write ${file}: ${(error as Error).message.split(', ')[0]}`)
  }
}

/** The text of a report: what a person looks at is spread out, what only the timeline reads is one line for each. */
export function renderReport({ timeline, ...report }: RunReport): string {
  const text = JSON.stringify(report, null, 2)
  if (!timeline) return `${text}\n`
  const lists = Object.entries(timeline).map(([name, list]) => {
    const lines = (list as unknown[]).map((each) => `      ${JSON.stringify(each)}`).join(',\n')
    return `    ${JSON.stringify(name)}: [${lines && `\n${lines}\n    `}]`
  })
  return `${text.slice(0, -2)},\n  "timeline": {\n${lists.join(',\n')}\n  }\n}\n`
}

/**
 * Reads a report.
 *
 * @throws ReportError when it cannot be read, is no report, or is of a version that this package does not know.
 */
export function readReport(file: string): RunReport {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new ReportError(isMissing ? `there is no file ${file}` : `cannot read ${file}: ${(error as Error).message}`)
  }
  return parseReport(text, file)
}

/** Reads the text of a report. */
export function parseReport(text: string, file: string): RunReport {
  let content: RunReport
  try {
    content = JSON.parse(text)
  } catch (error) {
    throw new ReportError(`${file} is not JSON: ${(error as Error).message}`)
  }
  if (content === null || typeof content !== 'object' || content.format !== 'no-orphans-report') {
    throw new ReportError(`${file} is not a report of no-orphans: its "format" is not "no-orphans-report"`)
  }
  if (content.version !== 1) {
    throw new ReportError(
      `${file} is a report of version ${content.version}, and this no-orphans reads version 1; use the one that wrote it`,
    )
  }
  const lists = ['orphans', 'files', 'notWatched', 'unusedRules', 'partial', 'gone', 'processes'] as const
  const missing = lists.find((name) => !Array.isArray(content[name]))
  if (missing || typeof content.totals !== 'object') {
    throw new ReportError(`${file} is a damaged report: it has no ${missing ?? 'totals'}`)
  }
  return content
}

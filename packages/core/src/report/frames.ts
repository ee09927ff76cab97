import type { Frame } from '../orphan.js'
import { portable } from './fingerprint.js'
import type { ReportedFrame, SourceLine } from './run-report.js'
import { linesOf } from './source-text.js'

/** A frame as reports hold it. */
export const frameOf = (frame: Frame, root: string): ReportedFrame => ({ ...frame, file: portable(root, frame.file) })

const around = 2

/** The lines around a frame; none when its file is on no disk. */
export function sourceAt(frame: Frame): SourceLine[] | undefined {
  const lines = linesOf(frame.file)
  if (lines.length < frame.line) return undefined
  const first = Math.max(1, frame.line - around)
  return lines
    .slice(first - 1, frame.line + around)
    .map((text, index) => ({ line: first + index, text: text.slice(0, 300) }))
}

import { fileURLToPath } from 'node:url'
import type { Frame } from './orphan.js'

/** A captured creation stack. V8 formats it when `stack` is first read, which costs a thousand times the capture. */
export interface CapturedStack {
  stack?: string
  /** What was read from `stack`. */
  frames?: Frame[]
  /** How many frames V8 kept, also those that name no place, such as `new Promise`. Known with `frames`. */
  kept?: number
}

/**
 * Keeps the stack as it is now, unformatted.
 *
 * @param depth How many frames to keep at most.
 * @param above Frames up to and including this function are left out.
 */
export function captureStack(depth: number, above: (...args: never[]) => unknown): CapturedStack {
  const holder: CapturedStack = {}
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = depth
  Error.captureStackTrace(holder, above)
  Error.stackTraceLimit = limit
  return holder
}

/** The call sites of a captured stack, which tell more than frames do. The frames can still be asked for. */
export function sitesOf(captured: CapturedStack): readonly NodeJS.CallSite[] {
  const prepare = Error.prepareStackTrace
  try {
    Error.prepareStackTrace = (_, sites) => sites
    const raw: unknown = captured.stack
    return Array.isArray(raw) ? raw : []
  } finally {
    Error.prepareStackTrace = prepare
  }
}

/** The file of a script's name, which may be a URL. */
export function fileOf(path: string): string {
  // A module that was transformed is imported with a query.
  const bare = path.replace(/[?#].*$/, '')
  return bare.startsWith('file://') ? fileURLToPath(bare) : bare
}

const modules = /[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)(?!.*[\\/]node_modules[\\/])/

/** The npm package that a file belongs to, by its path; none for the project's own. */
export function packageOf(file: string): string | undefined {
  return modules.exec(file)?.[1]?.replace('\\', '/')
}

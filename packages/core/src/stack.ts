import { fileURLToPath } from 'node:url'
import type { Frame } from './orphan.js'

/** A captured creation stack. V8 formats it when `stack` is first read, which costs a thousand times the capture. */
export interface CapturedStack {
  stack?: string
  /** What was read from `stack`. */
  frames?: Frame[]
}

type Formatter = (error: Error, sites: NodeJS.CallSite[]) => unknown

// What the framework installed when tracking began maps TypeScript lines; what a test puts there later is the test's own.
let formatter: Formatter | undefined
const known = new Map<string, Frame[]>()

/** Makes a function the one that formats our stacks, usually the framework's own `Error.prepareStackTrace`. */
export function adoptFormatter(prepare: Formatter | undefined): void {
  formatter = prepare
  // A file that was edited and runs again has other lines at the same places.
  known.clear()
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

/** The frames of a captured stack, source-mapped where the framework maps. */
export function framesOf(captured: CapturedStack): Frame[] {
  captured.frames ??= format(captured)
  return captured.frames
}

function format(captured: CapturedStack): Frame[] {
  const prepare = Error.prepareStackTrace
  try {
    // Many resources of one line share one formatting: the call sites tell lines apart without mapping them.
    if (formatter) Error.prepareStackTrace = (_, sites) => sites as unknown as string
    else Error.prepareStackTrace = undefined as never
    const raw = captured.stack as unknown as NodeJS.CallSite[] | string | undefined
    if (typeof raw === 'string' || raw === undefined) return parseStack(raw ?? '')
    const key = raw
      .map((site) => `${site.getScriptNameOrSourceURL()}:${site.getLineNumber()}:${site.getColumnNumber()}`)
      .join()
    let frames = known.get(key)
    if (!frames) {
      frames = parseStack(String(formatter?.(new Error(), raw)))
      if (known.size > 1000) known.clear()
      known.set(key, frames)
    }
    return frames
  } finally {
    Error.prepareStackTrace = prepare
  }
}

const withFunction = /^\s*at (?:async )?(?:new )?(.*?) \((.*):(\d+):(\d+)\)$/
const withoutFunction = /^\s*at (?:async )?(.*):(\d+):(\d+)$/

/** Reads V8's stack text. Lines that name no place are left out. */
export function parseStack(text: string): Frame[] {
  const frames: Frame[] = []
  for (const line of text.split('\n')) {
    const named = withFunction.exec(line)
    if (named) {
      frames.push(frame(named[2] as string, named[3] as string, named[4] as string, named[1]))
      continue
    }
    const bare = withoutFunction.exec(line)
    if (bare) frames.push(frame(bare[1] as string, bare[2] as string, bare[3] as string))
  }
  return frames
}

function frame(place: string, line: string, column: string, name?: string): Frame {
  // A module that was transformed is imported with a query, and an eval names its place last.
  const path = place.slice(place.lastIndexOf('(') + 1).replace(/[?#].*$|:\d+:\d+\).*$/, '')
  const file = path.startsWith('file://') ? fileURLToPath(path) : path
  const owner = packageOf(file)
  return {
    ...(name && name !== '<anonymous>' && { function: cleaned(name) }),
    file,
    line: Number(line),
    column: Number(column),
    ...(owner && { package: owner }),
  }
}

const cleaned = (name: string): string =>
  name.replace(/^(?:Object|Function|Module|exports)\.(?=[^.]+$)/, '').replace(/ \[as .*\]$/, '')

const modules = /[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)(?!.*[\\/]node_modules[\\/])/

/** The npm package that a file belongs to, by its path; none for the project's own. */
export function packageOf(file: string): string | undefined {
  return modules.exec(file)?.[1]?.replace('\\', '/')
}

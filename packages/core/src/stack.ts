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
      frames = parseStack(formatter ? String(formatter(new Error(), raw)) : raw.map((site) => `at ${site}`).join('\n'))
      if (known.size > 1000) known.clear()
      known.set(key, frames)
    }
    return frames
  } finally {
    Error.prepareStackTrace = prepare
  }
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

/** Forgets what V8 keeps for a stack, which is every `this` in it; its frames stay. */
export function releaseStack(captured: CapturedStack): void {
  framesOf(captured)
  captured.stack = ''
}

const withFunction = /^\s*at (?:async )?(?:new )?(.*?) \((.*:\d+:\d+)\)$/
const withoutFunction = /^\s*at (?:async )?(.*:\d+:\d+)$/
// Code of an eval names its own place last and the eval's before it, which is where a person can look.
const place = /^(?:eval at .*\()?(.*?):(\d+):(\d+)(?:\),.*)?$/

/** Reads V8's stack text. Lines that name no place are left out. */
export function parseStack(text: string): Frame[] {
  const frames: Frame[] = []
  for (const line of text.split('\n')) {
    const named = withFunction.exec(line)
    const found = place.exec(named?.[2] ?? withoutFunction.exec(line)?.[1] ?? '')
    if (found) frames.push(frame(found[1] as string, Number(found[2]), Number(found[3]), named?.[1]))
  }
  return frames
}

function frame(path: string, line: number, column: number, name?: string): Frame {
  const file = fileOf(path)
  const owner = packageOf(file)
  return {
    ...(name && !name.includes('<anonymous>') && { function: cleaned(name) }),
    file,
    line,
    column,
    ...(owner && { package: owner }),
  }
}

/** The file of a script's name, which may be a URL. */
export function fileOf(path: string): string {
  // A module that was transformed is imported with a query.
  const bare = path.replace(/[?#].*$/, '')
  return bare.startsWith('file://') ? fileURLToPath(bare) : bare
}

const cleaned = (name: string): string =>
  name.replace(/^(?:Object|Function|Module|exports)\.(?=[^.]+$)/, '').replace(/ \[as .*\]$/, '')

const modules = /[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)(?!.*[\\/]node_modules[\\/])/

/** The npm package that a file belongs to, by its path; none for the project's own. */
export function packageOf(file: string): string | undefined {
  return modules.exec(file)?.[1]?.replace('\\', '/')
}

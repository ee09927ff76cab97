import { currentFormatter } from './framework.js'
import type { Frame } from './orphan.js'
import { type CapturedStack, fileOf, packageOf } from './stack.js'

/* Reading captured stacks: only for what is reported. */

// A file that was edited and runs again has other lines at the same places: its run has adopted the formatter anew.
let adopted: object | undefined
const known = new Map<string, Frame[]>()

/** The frames of a captured stack, source-mapped where the framework maps. */
export function framesOf(captured: CapturedStack): Frame[] {
  captured.frames ??= format(captured)
  return captured.frames
}

function format(captured: CapturedStack): Frame[] {
  const current = currentFormatter()
  if (adopted !== current) known.clear()
  adopted = current
  const formatter = current?.prepare
  const prepare = Error.prepareStackTrace
  try {
    // Many resources of one line share one formatting: the call sites tell lines apart without mapping them.
    if (formatter) Error.prepareStackTrace = (_, sites) => sites as unknown as string
    else Error.prepareStackTrace = undefined as never
    const raw = captured.stack as unknown as NodeJS.CallSite[] | string | undefined
    if (typeof raw === 'string' || raw === undefined) {
      captured.kept = raw?.match(/^ {4}at /gm)?.length ?? 0
      return parseStack(raw ?? '')
    }
    captured.kept = raw.length
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

const cleaned = (name: string): string =>
  name.replace(/^(?:Object|Function|Module|exports)\.(?=[^.]+$)/, '').replace(/ \[as .*\]$/, '')

import type { BlockOptions } from '../find.js'
import { type Check, checked, checks, OptionError } from '../options.js'
import type { Orphan } from '../orphan.js'
import { renderOrphans, stackLine, total } from '../orphan-error.js'

/** What an assertion about a function's behaviour found. */
export interface Finding {
  pass: boolean
  /** Why, for the person who reads the failure; also when it passed, for `.not`. */
  message: string
  /** What was left open, if anything was. */
  orphans: readonly Orphan[]
}

/** A function did not behave as was claimed. Its `stack` is the creation stack of the first thing it left, if any. */
export class PatternError extends Error {
  override name = 'PatternError'
  /** What was left open. */
  readonly orphans: readonly Orphan[]

  constructor({ message, orphans }: Finding) {
    super(message)
    this.orphans = orphans
    const stack = orphans[0]?.stack
    if (stack) this.stack = [`${this.name}: ${message}`, ...stack.map(stackLine)].join('\n')
    // Runners print what is enumerable below the message; everything is in the message.
    Object.defineProperty(this, 'orphans', { enumerable: false })
    Object.defineProperty(this, 'name', { enumerable: false })
  }
}

/** @throws PatternError when what was found is not what was claimed. */
export function demand(finding: Finding): void {
  if (!finding.pass) throw new PatternError(finding)
}

/** A function of the user's. */
export type Work = () => unknown

/**
 * Checks that what is to be run can be run.
 *
 * @throws TypeError naming what was got instead.
 */
export function assertFunction(received: unknown, where: string): asserts received is (...args: unknown[]) => unknown {
  if (typeof received === 'function') return
  const got = received === null ? 'null' : Array.isArray(received) ? 'an array' : typeof received
  throw new TypeError(`${where} wants a function to run, and got ${got}`)
}

/** A number, in a range. */
export const numberFrom = (least: number, most: number, unit: string): Check => ({
  allowed: `a number of ${unit}, ${least} to ${most}`,
  accepts: (value) => typeof value === 'number' && value >= least && value <= most,
})

/** A whole number, in a range. */
export const countFrom = (least: number, most: number): Check => ({
  allowed: `a whole number, ${least} to ${most}`,
  accepts: (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
})

/** ms that any wait may take: the same limits everywhere. */
export const milliseconds = (least = 0): Check => numberFrom(least, 600_000, 'ms')

const { settle, unref, allow, reclaim, promises, listeners } = checks
const blockChecks = { settle, unref, allow, reclaim, promises, listeners }

/** Checks the options of an assertion, which are its own and those of a block, and parts the two. */
export function readOptions<T extends object>(
  input: unknown,
  own: { [K in keyof T]-?: Check },
  where: string,
): { own: Partial<T>; block: BlockOptions } {
  const options = checked<Record<string, unknown>>(input ?? {}, { ...own, ...blockChecks }, where)
  const mine: Record<string, unknown> = {}
  const block: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) (Object.hasOwn(own, name) ? mine : block)[name] = value
  }
  return { own: mine as Partial<T>, block: block as BlockOptions }
}

/** Checks one value that is not in an object of options. */
export function assertValue(value: unknown, check: Check, where: string): void {
  if (check.accepts(value)) return
  const shown = typeof value === 'string' ? `'${value}'` : String(value)
  throw new OptionError(`${where}: ${shown} is not allowed; allowed is ${check.allowed}`)
}

/** `2 orphans` and what they are, below a sentence. */
export const listed = (orphans: readonly Orphan[]): string => `${total(orphans)}\n\n${renderOrphans(orphans)}`

/** An error as a person reads it, from whatever realm and of whatever type. */
export function showThrown(thrown: unknown): string {
  const { stack, name, message } = (thrown ?? {}) as Partial<Error>
  if (typeof stack === 'string' && stack !== '') return indent(stack)
  if (typeof message === 'string') return indent(`${name ?? 'Error'}: ${message}`)
  return indent(String(thrown))
}

const indent = (text: string): string => text.replace(/^/gm, '  ')

/** ms as a person reads them. */
export const roundMs = (ms: number): string => `${Math.round(ms)} ms`

import type { BlockOptions } from '../find.js'
import { engine } from '../shared-engine.js'
import type { Finding } from './pattern.js'

/*
 * The assertions of this folder as matchers for `expect.extend`. What they find out is in the engine, which there is
 * once in a process.
 */

/** What a framework wants of a matcher. */
interface Matched {
  pass: boolean
  message: () => string
}

const matched = async (finding: Promise<Finding>): Promise<Matched> => {
  const { pass, message } = await finding
  return { pass, message: () => message }
}

/**
 * Passes when a function settles in time and leaves nothing open.
 *
 * Settling is fulfilling, or rejecting because of the function's own deadline (a `TimeoutError`, an `AbortError`,
 * `ETIMEDOUT`). Any other error is thrown as it is.
 *
 * @param received A function, sync or async.
 * @param ms How long it may take, in ms of real time, also under fake timers.
 * @param options `settle` (ms, default 200), `unref`, `allow`, `reclaim`.
 * @throws OptionError for a wrong `ms` or option, before the function runs.
 * @example
 * ```ts
 * await expect(() => fetchPrices({ timeout: 100 })).toSettleWithin(500)
 * ```
 */
export function toSettleWithin(received: unknown, ms: number, options?: BlockOptions): Promise<Matched> {
  return matched(engine().settlesWithin(received, ms, options, 'toSettleWithin()'))
}

/** How these matchers look on `expect(...)`, for the types of a framework. */
export interface PatternMatchers<R = Promise<void>> {
  /** Passes when the function settles within `ms` and leaves nothing open. See {@link toSettleWithin}. */
  toSettleWithin(ms: number, options?: BlockOptions): R
}

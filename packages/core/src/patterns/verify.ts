import type { BlockOptions } from '../find.js'
import { engine } from '../shared-engine.js'
import { demand, type Work } from './pattern.js'

/* The assertions of this folder without a framework. */

/**
 * Runs a function and throws unless it settles in time and leaves nothing open.
 *
 * Settling is fulfilling, or rejecting because of the function's own deadline (a `TimeoutError`, an `AbortError`,
 * `ETIMEDOUT`).
 *
 * @param fn May be sync or async. Any other error of its own is thrown as it is.
 * @param ms How long it may take, in ms of real time.
 * @param options `settle` (ms, default 200), `unref`, `allow`, `reclaim`.
 * @throws PatternError saying how long it took or what it left.
 * @throws OptionError for a wrong `ms` or option, before `fn` runs.
 * @example
 * ```ts
 * await verifySettlesWithin(() => fetchPrices({ timeout: 100 }), 500)
 * ```
 */
export async function verifySettlesWithin(fn: Work, ms: number, options?: BlockOptions): Promise<void> {
  demand(await engine().settlesWithin(fn, ms, options, 'verifySettlesWithin()'))
}

import type { BlockOptions } from '../find.js'
import { rest } from '../whole-engine.js'
import type { AccumulateOptions } from './accumulate.js'
import type { Finding } from './pattern.js'
import type { Limits, StayWithinOptions } from './stay-within.js'
import type { StopOnAbortOptions } from './stop-on-abort.js'

/*
 * The assertions of this folder as matchers for `expect.extend`. What they find out is in the engine, which there is
 * once in a process.
 */

/** What a framework wants of a matcher. */
export interface Matched {
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
  return matched(rest().settlesWithin(received, ms, options, 'toSettleWithin()'))
}

/**
 * Passes when a function that gets an `AbortSignal` stops once it is aborted: what it gave back ends in time, fulfilled
 * or rejected with the abort's reason, nothing it started is open, and no listener of it is left on the signal.
 *
 * What it gives back may be a promise, an async iterator (it is read), a stream (it is read), an event emitter, or
 * nothing. Work that ended before the abort fails: nothing was proved.
 *
 * @param received A function of a signal, sync or async. An error of its own from before the abort is thrown as it is.
 * @param options `within` (ms, default 1000), `after` (ms, default 50, or a function that gives a promise of the right
 * moment), `reason`, `alreadyAborted`; `settle` (ms, default 200), `unref`, `allow`, `reclaim`.
 * @throws OptionError for a wrong option, before the function runs.
 * @example
 * ```ts
 * await expect((signal: AbortSignal) => worker(signal)).toStopOnAbort({ within: 1000 })
 * await expect((signal: AbortSignal) => worker(signal)).toStopOnAbort({ alreadyAborted: true })
 * ```
 */
export function toStopOnAbort(received: unknown, options?: StopOnAbortOptions): Promise<Matched> {
  return matched(rest().stopsOnAbort(received, options, 'toStopOnAbort()'))
}

/**
 * Passes when the most that it has open at once stays within limits.
 *
 * Families: `sockets` (what a server accepts is its client's), `timers`, `children`, `workers`, `files`, `requests` (HTTP,
 * fetch, DNS, file system, crypto), and `total`, which counts each thing that a person opened once. What a step opens and
 * closes at once does not count.
 *
 * @param received A function, sync or async. What it throws is thrown as it is.
 * @param limits How many of each family may be open at once.
 * @param options `unref`: also count what does not hold the event loop (default `false`).
 * @throws OptionError for a wrong limit or option, before the function runs.
 * @example
 * ```ts
 * await expect(() => crawl(urls)).toStayWithin({ sockets: 10 })
 * ```
 */
export function toStayWithin(received: unknown, limits: Limits, options?: StayWithinOptions): Promise<Matched> {
  return matched(rest().staysWithin(received, limits, options, 'toStayWithin()'))
}

/**
 * Passes when more is open the more often a function runs: resources, and listeners on what was made outside. Meant
 * for its negative form. It is the trend that counts, not one run that differs or a cache that fills up.
 *
 * @param received A function, sync or async. What it throws is thrown as it is.
 * @param options `runs` (default 50), `warmUp` (runs before that, default 5); `settle` (ms, default 200), `unref`.
 * @throws OptionError for a wrong option, before the function runs.
 * @example
 * ```ts
 * await expect(() => handle(request)).not.toAccumulate({ runs: 50 })
 * ```
 */
export async function toAccumulate(received: unknown, options?: AccumulateOptions): Promise<Matched> {
  const { pass, message } = await rest().doesNotAccumulate(received, options, 'toAccumulate()')
  return { pass: !pass, message: () => message }
}

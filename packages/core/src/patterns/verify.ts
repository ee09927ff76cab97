import type { BlockOptions } from '../find.js'
import { rest } from '../whole-engine.js'
import type { AccumulateOptions } from './accumulate.js'
import { demand, type Work } from './pattern.js'
import type { Limits, StayWithinOptions } from './stay-within.js'
import type { StopOnAbortOptions } from './stop-on-abort.js'

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
  demand(await rest().settlesWithin(fn, ms, options, 'verifySettlesWithin()'))
}

/**
 * Runs a function with a fresh signal, aborts it, and throws unless the function stops and leaves nothing: nothing
 * open, and no listener on the signal.
 *
 * What it gives back may be a promise, an async iterator, a stream, an event emitter, or nothing.
 *
 * @param fn Gets the signal. An error of its own from before the abort is thrown as it is.
 * @param options `within` (ms, default 1000), `after` (ms, default 50, or a function), `reason`, `alreadyAborted`;
 * `settle` (ms, default 200), `unref`, `allow`, `reclaim`.
 * @throws PatternError saying what goes on, or that the work had ended before the abort, which proves nothing.
 * @throws OptionError for a wrong option, before `fn` runs.
 * @example
 * ```ts
 * await verifyStopsOnAbort((signal) => worker(signal), { within: 1000 })
 * ```
 */
export async function verifyStopsOnAbort(
  fn: (signal: AbortSignal) => unknown,
  options?: StopOnAbortOptions,
): Promise<void> {
  demand(await rest().stopsOnAbort(fn, options, 'verifyStopsOnAbort()'))
}

/**
 * Runs a function and throws unless the most that it has open at once stays within limits.
 *
 * Families: `sockets`, `timers`, `children`, `workers`, `files`, `requests` (HTTP, fetch, DNS, file system, crypto), and
 * `total`, which counts each thing that a person opened once. What a step opens and closes at once does not count.
 *
 * @param fn May be sync or async. What it throws is thrown here.
 * @param limits How many of each family may be open at once.
 * @param options `unref`: also count what does not hold the event loop (default `false`).
 * @throws PatternError with the peak, and where most of it began.
 * @throws OptionError for a wrong limit or option, before `fn` runs.
 * @example
 * ```ts
 * await verifyStaysWithin(() => crawl(urls), { sockets: 10 })
 * ```
 */
export async function verifyStaysWithin(fn: Work, limits: Limits, options?: StayWithinOptions): Promise<void> {
  demand(await rest().staysWithin(fn, limits, options, 'verifyStaysWithin()'))
}

/**
 * Runs a function again and again and throws when more is open the more often it runs: resources, and listeners on
 * what was made outside. It is the trend that counts, not one run that differs or a cache that fills up.
 *
 * @param fn May be sync or async. What it throws is thrown here.
 * @param options `runs` (default 50), `warmUp` (runs before that, default 5); `settle` (ms, default 200), `unref`.
 * @throws PatternError with the line that it comes from, and the counts as a small bar plot.
 * @throws OptionError for a wrong option, before `fn` runs.
 * @example
 * ```ts
 * await verifyNoAccumulation(() => handle(request), { runs: 50 })
 * ```
 */
export async function verifyNoAccumulation(fn: Work, options?: AccumulateOptions): Promise<void> {
  demand(await rest().doesNotAccumulate(fn, options, 'verifyNoAccumulation()'))
}

import { performance } from 'node:perf_hooks'
import timers from 'node:timers'

// Taken before a test can put fake ones in their place.
const { setImmediate, setTimeout } = timers
const now = performance.now.bind(performance)

/** ms on the real clock, also while a test fakes time. */
export const realNow = now

/** Epoch ms on the real clock. */
export const realEpoch = (): number => performance.timeOrigin + now()

/** One full turn of the event loop. Close callbacks run after the immediates, so a turn is two of them. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
}

/** At least `ms` of real time, and at least one turn. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

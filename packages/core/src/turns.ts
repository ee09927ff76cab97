import { performance } from 'node:perf_hooks'
import timers from 'node:timers'
import { withoutTracking } from './paused.js'

/* What a verdict itself waits by is in nobody's ledger: another scope that ends meanwhile would close it with its own. */

// Taken before a test can put fake ones in their place.
const { setImmediate, setTimeout, clearTimeout } = timers
const now = performance.now.bind(performance)

/** ms on the real clock, also while a test fakes time. */
export const realNow = now

/** Epoch ms on the real clock. */
export const realEpoch = (): number => performance.timeOrigin + now()

const soon = (fn: () => void) => withoutTracking(() => setImmediate(fn))

/** One full turn of the event loop. Close callbacks run after the immediates, so a turn is two of them. */
export function turn(): Promise<void> {
  return new Promise((resolve) => soon(() => soon(resolve)))
}

/** At least `ms` of real time, and at least one turn. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => withoutTracking(() => setTimeout(resolve, ms)))
}

/** Rings after `ms` of real time, unless it is cleared before. */
export interface Alarm {
  rang: Promise<void>
  clear(): void
}

/** Sets an alarm, in ms of real time. */
export function alarm(ms: number): Alarm {
  let timer: NodeJS.Timeout | undefined
  const rang = new Promise<void>((resolve) => {
    timer = withoutTracking(() => setTimeout(resolve, ms))
  })
  return { rang, clear: () => clearTimeout(timer) }
}

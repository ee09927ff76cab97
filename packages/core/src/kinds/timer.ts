import { performance } from 'node:perf_hooks'
import timers from 'node:timers'
import { isMainThread } from 'node:worker_threads'
import { nodeMajor } from '../node-major.js'
import type { Frame } from '../orphan.js'
import { withoutTracking } from '../paused.js'
import type { Kind } from './kind.js'

/** Node's Timeout: of setTimeout, setInterval, timers/promises and everything built on them. */
interface Timeout extends NodeJS.Timeout {
  _idleStart: number
  _idleTimeout: number
  _repeat: number | null
  _destroyed: boolean
}

// Taken before anything can put fake ones in their place.
const { setTimeout, clearTimeout } = timers
const now = performance.now.bind(performance)
const nothing = (): void => {}

// Timers count from the event loop's own clock. It began with the process, but in a worker thread with the thread.
let behind = isMainThread ? 0 : Number.POSITIVE_INFINITY

function loopNow(): number {
  if (isMainThread) return now()
  const probe = withoutTracking(() => setTimeout(nothing, 1)) as Timeout
  clearTimeout(probe)
  // The loop looks at its clock once a turn: what is least is nearest to the truth.
  behind = Math.min(behind, now() - probe._idleStart)
  return now() - behind
}

/** Through scheduler.wait() the user's frame is the seventh, and was the ninth before Node 22. */
export const timerDepth = nodeMajor < 22 ? 9 : 7

const repeats = (timer: Timeout): boolean => timer._repeat !== null && timer._repeat !== undefined
/** A window's interval is a chain of timeouts to Node. */
const isInterval = (timer: Timeout, through = ''): boolean => repeats(timer) || /(?:^|\.)setInterval$/.test(through)
const dueIn = (timer: Timeout): number => Math.max(0, timer._idleStart + timer._idleTimeout - loopNow())

const isNodeFrame = ({ file }: Frame): boolean => file.startsWith('node:')
const isTimers = ({ file }: Frame): boolean => /^node:(internal\/)?timers/.test(file)

/** `timeout` and `interval`. */
export const timer: Kind<Timeout> = {
  name: 'timeout',
  types: ['Timeout'],
  depth: timerDepth,
  state: (timer) => (timer._destroyed ? 'closed' : timer.hasRef() ? 'open' : 'unref'),
  maySettle: (timer, window) => dueIn(timer) <= window,
  // Of the option `timeout` of a child process, for instance: what the user called is not a function of timers.
  isNodes(frames) {
    const called = frames[frames.findIndex((frame) => !isNodeFrame(frame)) - 1]
    return called !== undefined && !isTimers(called)
  },
  nameOf: (timer, through) => (isInterval(timer, through) ? 'interval' : 'timeout'),
  describe: (timer, through) =>
    isInterval(timer, through)
      ? `interval every ${Number((timer._repeat ?? timer._idleTimeout).toFixed(1))} ms`
      : `timer due in ${duration(dueIn(timer))}`,
  remedy: (timer, through) =>
    isInterval(timer, through) ? 'stop it with clearInterval(timer)' : 'stop it with clearTimeout(timer)',
  reclaim: (timer) => clearTimeout(timer),
}

const duration = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

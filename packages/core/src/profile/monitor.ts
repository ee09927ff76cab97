import timers from 'node:timers'
import { runOutside } from '../context.js'
import type { Entry } from '../entry.js'
import { ownNameOf } from '../gather.js'
import { type Check, checked, OptionError } from '../options.js'
import { type Origin, originOf } from '../origin.js'
import { countFrom, numberFrom } from '../patterns/pattern.js'
import { whereFrom } from '../patterns/where-from.js'
import { everythingOpen, hide, watchProcess } from './everything.js'
import { type Profile, profile } from './profile.js'

// Taken before a test can put fake ones in their place.
const { setInterval, clearInterval } = timers

/** A count that is too high. */
export interface Exceeded {
  reason: 'threshold' | 'growth'
  /** How many resources are open now. */
  count: number
  /** How many were allowed. */
  limit: number
  /** Open resources by kind. */
  kinds: Readonly<Record<string, number>>
  /** Where they began; takes formatted stacks, so it is only made when it is read. */
  readonly profile: Profile
}

/** How to watch a running program. */
export interface MonitorOptions {
  /** How often to count, in ms, 10 to 86400000. Default `10000`. */
  interval?: number
  /** More open resources than this are too many. Default: no threshold. */
  threshold?: number
  /** So many more than at the first count are too many. Default: no limit. */
  growth?: number
  /** Told once when a limit is passed, and again only after the count has been below it. */
  onExceed?: (exceeded: Exceeded) => void
  /** Stops the monitor when it is aborted. */
  signal?: AbortSignal
}

/** What one observation is about. */
export interface Attributes {
  kind: string
  /** `poll (src/poll.ts:4:10)`; `not looked up` for the rest when very many are new. */
  origin: string
}

/** A running monitor. */
export interface Monitor extends Disposable {
  /** Open resources by kind, at the last count. */
  readonly kinds: Readonly<Record<string, number>>
  /** Open resources, at the last count. */
  readonly total: number
  /**
   * Counts now and tells each kind and origin with its count, in the shape of an OpenTelemetry observable:
   * `gauge.addCallback((result) => monitor.observe((value, attributes) => result.observe(value, attributes)))`.
   */
  observe(callback: (value: number, attributes: Attributes) => void): void
  /** Stops for good. */
  stop(): void
}

const period = numberFrom(10, 86_400_000, 'ms')
const amount = countFrom(0, 1e9)
const checks: Record<keyof MonitorOptions, Check> = {
  interval: period,
  threshold: amount,
  growth: amount,
  onExceed: { allowed: 'a function', accepts: (value) => typeof value === 'function' },
  signal: { allowed: 'an AbortSignal', accepts: (value) => typeof (value as AbortSignal)?.aborted === 'boolean' },
}

const defaultInterval = 10_000
// A stack takes up to half a millisecond to format: no more than this many in one observation.
const mostLookedUp = 100

/** Starts a monitor. Documented where it is exported. */
export function monitor(options?: MonitorOptions): Monitor {
  const given = checked<MonitorOptions>(options ?? {}, checks, 'monitor()')
  const { interval = defaultInterval, threshold, growth, onExceed, signal } = given
  if (!onExceed && (threshold !== undefined || growth !== undefined)) {
    throw new OptionError('monitor(): threshold and growth need onExceed, or nobody is told')
  }
  let kinds: Record<string, number> = {}
  let total = 0
  let first: number | undefined
  const above = { threshold: false, growth: false }
  const stopWatching = watchProcess()

  const count = (): Entry[] => {
    const open = everythingOpen() ?? []
    kinds = {}
    for (const entry of open) kinds[ownNameOf(entry)] = (kinds[ownNameOf(entry)] ?? 0) + 1
    total = open.length
    first ??= total
    return open
  }
  const check = (reason: 'threshold' | 'growth', limit: number): void => {
    const exceeds = total > limit
    const told = above[reason]
    above[reason] = exceeds
    if (exceeds && !told)
      onExceed?.({
        reason,
        count: total,
        limit,
        kinds,
        get profile() {
          return profile()
        },
      })
  }
  const sample = (): void => {
    count()
    if (threshold !== undefined) check('threshold', threshold)
    if (growth !== undefined) check('growth', (first ?? 0) + growth)
  }

  count()
  const timer = runOutside(() => setInterval(sample, interval))
  timer.unref()
  hide(timer)
  const stop = (): void => {
    clearInterval(timer)
    stopWatching()
    signal?.removeEventListener('abort', stop)
  }
  if (signal?.aborted) stop()
  else signal?.addEventListener('abort', stop, { once: true })
  return {
    get kinds() {
      return kinds
    },
    get total() {
      return total
    },
    observe: (callback) => observe(count(), callback),
    stop,
    [Symbol.dispose]: stop,
  }
}

function observe(open: readonly Entry[], callback: (value: number, attributes: Attributes) => void): void {
  const observed = new Map<string, { value: number; attributes: Attributes }>()
  let lookedUp = 0
  for (const entry of open) {
    if (entry.origin === undefined) lookedUp++
    const origin: Origin | undefined = lookedUp <= mostLookedUp ? originOf(entry) : entry.origin
    const attributes = { kind: ownNameOf(entry), origin: origin ? whereFrom(origin) : 'not looked up' }
    const key = `${attributes.kind}\n${attributes.origin}`
    const known = observed.get(key)
    if (known) known.value++
    else observed.set(key, { value: 1, attributes })
  }
  for (const { value, attributes } of observed.values()) callback(value, attributes)
}

import { type AsyncHook, createHook } from 'node:async_hooks'
import { type Channel, channel } from 'node:diagnostics_channel'
import { EventEmitter, getEventListeners } from 'node:events'
import { PerformanceObserver } from 'node:perf_hooks'
import { type AnyFunction, type Trap, tap } from '../taps.js'
import { eventName, type Source, targetName } from './registration.js'

/** Told of a listener that was just added. `above` is the function whose caller added it. */
export type Added = (
  source: Source,
  target: object,
  event: PropertyKey,
  listener: object,
  ordinal: number,
  above: AnyFunction,
) => void

const occurrences = (listeners: readonly unknown[], listener: object): number =>
  listeners.reduce((sum: number, each) => sum + (each === listener ? 1 : 0), 0)

const emitter: Source = {
  count: (target, event, listener) => occurrences((target as EventEmitter).listeners(event as string), listener),
  remove: (target, event, listener) => {
    ;(target as EventEmitter).removeListener(event as string, listener as () => void)
  },
  describe: (target, event) => `listener for ${eventName(event)} on ${targetName(target)}`,
  remedy: (target, event) =>
    `remove it with ${target === process ? 'process' : 'emitter'}.off(${eventName(event)}, listener)`,
}

const eventTarget: Source = {
  count: (target, event, listener) => occurrences(getEventListeners(target as EventTarget, String(event)), listener),
  remove: (target, event, listener) => {
    const [type, callback] = [String(event), listener as (event: Event) => void]
    ;(target as EventTarget).removeEventListener(type, callback)
    ;(target as EventTarget).removeEventListener(type, callback, true)
  },
  describe: (target, event) => `listener for ${eventName(event)} on ${targetName(target)}`,
  remedy: (_, event) =>
    `remove it with target.removeEventListener(${eventName(event)}, listener), or give { signal } or { once: true }`,
}

type OpenChannel = Channel & { _subscribers?: readonly unknown[] }

const diagnosticsChannel: Source = {
  count: (target, _, listener) => occurrences((target as OpenChannel)._subscribers ?? [], listener),
  remove: (target, _, listener) => {
    ;(target as Channel).unsubscribe(listener as never)
  },
  describe: (_, event) => `subscription to the diagnostics channel ${eventName(event)}`,
  remedy: (_, event) => `end it with diagnostics_channel.unsubscribe(${eventName(event)}, listener)`,
}

/** Something that is switched on and off: it is its own listener. */
function switched(word: string, remedy: string, off: (target: object) => void): Source & { on: WeakSet<object> } {
  const on = new WeakSet<object>()
  return {
    on,
    count: (target) => (on.has(target) ? 1 : 0),
    remove: off,
    describe: () => word,
    remedy: () => remedy,
  }
}

const performanceObserver = switched(
  'PerformanceObserver that observes',
  'stop it with observer.disconnect()',
  (target) => (target as PerformanceObserver).disconnect(),
)

const asyncHook = switched('enabled async_hooks hook', 'switch it off with hook.disable()', (target) => {
  ;(target as AsyncHook).disable()
})

/** Watches every function that adds a listener; gives what ends it. */
export function watchSources(added: Added): () => void {
  const adding = (source: Source, argument: number): Trap => {
    const trap: Trap = (target, self, args) => {
      const event = source === diagnosticsChannel ? (self as Channel).name : (args[0] as PropertyKey)
      const given = args[argument] as object & { listener?: object }
      const listener = given?.listener ?? given
      const before = isObject(listener) && isObject(self) ? source.count(self, event, listener) : Number.NaN
      const result = Reflect.apply(target, self, args)
      // Adding may be refused, as a second time to an event target, or by an error above.
      if (isObject(self) && source.count(self, event, listener) > before) {
        added(source, self, event, listener, before + 1, trap)
      }
      return result
    }
    return trap
  }
  const switching = (source: Source & { on: WeakSet<object> }): Trap => {
    const trap: Trap = (target, self, args) => {
      const result = Reflect.apply(target, self, args)
      if (isObject(self) && !source.on.has(self)) {
        source.on.add(self)
        added(source, self, '', self, 1, trap)
      }
      return result
    }
    return trap
  }
  const ending =
    (source: { on: WeakSet<object> }): Trap =>
    (target, self, args) => {
      source.on.delete(self as object)
      return Reflect.apply(target, self, args)
    }
  const hooks = Object.getPrototypeOf(createHook({}))
  const restores = [
    tap(EventEmitter.prototype, ['on', 'addListener'], adding(emitter, 1)),
    tap(EventEmitter.prototype, ['prependListener'], adding(emitter, 1)),
    tap(EventTarget.prototype, ['addEventListener'], adding(eventTarget, 1)),
    tap(activeChannels(), ['subscribe'], adding(diagnosticsChannel, 0)),
    tap(PerformanceObserver.prototype, ['observe'], switching(performanceObserver)),
    tap(PerformanceObserver.prototype, ['disconnect'], ending(performanceObserver)),
    tap(hooks, ['enable'], switching(asyncHook)),
    tap(hooks, ['disable'], ending(asyncHook)),
  ]
  return () => {
    for (const restore of restores) restore()
  }
}

/** A channel changes its prototype while somebody subscribes to it: that one does the work. */
function activeChannels(): object {
  const probe = channel('no-orphans:probe')
  const nothing = (): void => {}
  probe.subscribe(nothing)
  const prototype = Object.getPrototypeOf(probe)
  probe.unsubscribe(nothing)
  return prototype
}

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

import { createHook } from 'node:async_hooks'
import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel'
import { EventEmitter, getEventListeners, once } from 'node:events'
import { PerformanceObserver } from 'node:perf_hooks'
import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { findOrphans } from '@no-orphans/core'
import { beforeEach, describe, expect, it } from 'vitest'

const nothing = () => {}
const left = async (fn: () => unknown): Promise<string[]> => {
  const orphans = await findOrphans(fn, { listeners: true, reclaim: 'test' })
  return orphans.map((orphan) => `${orphan.description}${orphan.count > 1 ? ` x${orphan.count}` : ''}`)
}
let outlives: { bus: EventEmitter; target: EventTarget; controller: AbortController }
beforeEach(() => {
  outlives = { bus: new EventEmitter(), target: new EventTarget(), controller: new AbortController() }
  // Node makes the signal when it is first asked for.
  outlives.controller.signal.throwIfAborted()
})

describe('listeners: true', () => {
  it('finds what is left on an emitter, a signal, a target or the process, and takes it away', async () => {
    const { bus, target, controller } = outlives
    expect(
      await left(() => {
        bus.on('news', nothing)
        bus.prependListener('old', nothing)
        target.addEventListener('change', nothing)
        controller.signal.addEventListener('abort', nothing)
        process.once('SIGUSR2', nothing)
      }),
    ).toEqual([
      "listener for 'news' on an EventEmitter",
      "listener for 'old' on an EventEmitter",
      "listener for 'change' on an EventTarget",
      "listener for 'abort' on an AbortSignal",
      "listener for 'SIGUSR2' on process",
    ])
    expect(bus.eventNames()).toEqual([])
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
    expect(process.listenerCount('SIGUSR2')).toBe(0)
  })

  it('names the line of on(), once() and addEventListener(), with a call that takes it away', async () => {
    const orphans = await findOrphans(
      function addsThem() {
        outlives.bus.on('a', nothing)
        outlives.bus.once('b', nothing)
        outlives.target.addEventListener('c', nothing)
      },
      { listeners: true, reclaim: 'test' },
    )
    expect(orphans.map((orphan) => orphan.kind)).toEqual(['listener', 'listener', 'listener'])
    expect(orphans.map((orphan) => orphan.creator?.function)).toEqual(['addsThem', 'addsThem', 'addsThem'])
    const lines = orphans.map((orphan) => orphan.creator?.line ?? 0)
    expect(lines).toEqual([lines[0], lines[0]! + 1, lines[0]! + 2])
    expect(orphans[0]?.remedy).toBe("remove it with emitter.off('a', listener)")
  })

  it('finds subscriptions, observers and hooks', async () => {
    const observer = new PerformanceObserver(nothing)
    const hook = createHook({})
    expect(
      await left(() => {
        subscribe('no-orphans:test', nothing)
        channel('no-orphans:test-2').subscribe(nothing)
        observer.observe({ entryTypes: ['mark'] })
        hook.enable()
      }),
    ).toEqual([
      "subscription to the diagnostics channel 'no-orphans:test'",
      "subscription to the diagnostics channel 'no-orphans:test-2'",
      'PerformanceObserver that observes',
      'enabled async_hooks hook',
    ])
    expect(channel('no-orphans:test').hasSubscribers).toBe(false)
  })

  it('is silent about what was taken away, fired once, aborted, or refused', async () => {
    const { bus, target } = outlives
    const observer = new PerformanceObserver(nothing)
    const hook = createHook({})
    const controller = new AbortController()
    const aborted = AbortSignal.abort()
    expect(
      await left(async () => {
        bus.on('a', nothing).off('a', nothing)
        bus.once('b', nothing).emit('b')
        target.addEventListener('c', nothing)
        target.removeEventListener('c', nothing)
        target.addEventListener('d', nothing, { once: true })
        target.dispatchEvent(new Event('d'))
        target.addEventListener('e', nothing, { signal: controller.signal })
        controller.abort()
        target.addEventListener('f', nothing, { signal: aborted })
        subscribe('no-orphans:test', nothing)
        unsubscribe('no-orphans:test', nothing)
        observer.observe({ entryTypes: ['mark'] })
        observer.disconnect()
        hook.enable()
        hook.disable()
      }),
    ).toEqual([])
  })

  it('is silent about targets that were made inside, held or not', async () => {
    const kept: unknown[] = []
    expect(
      await left(async () => {
        const bus = new (class extends EventEmitter {})()
        const controller = new AbortController()
        const stream = new PassThrough()
        kept.push(bus, controller, stream)
        bus.on('a', nothing)
        controller.signal.addEventListener('abort', nothing)
        AbortSignal.any([controller.signal]).addEventListener('abort', nothing)
        stream.on('data', nothing)
        ;new (class extends EventTarget {})().addEventListener('x', nothing)
        await sleep(1)
      }),
    ).toEqual([])
    expect(kept).toHaveLength(3)
  })

  it('is silent about a target that nobody holds any more', async () => {
    let bus: EventEmitter | undefined = new EventEmitter()
    expect(
      await left(() => {
        bus?.on('a', nothing)
        bus = undefined
      }),
    ).toEqual([])
  })

  it('is silent about what Node itself adds', async () => {
    const { controller, bus } = outlives
    expect(
      await left(async () => {
        void once(bus, 'never', { signal: controller.signal }).catch(nothing)
        const stream = new PassThrough()
        stream.pipe(process.stderr, { end: false })
      }),
    ).toEqual([])
    process.stderr.removeAllListeners('unpipe')
  })

  it('tells a second registration of the same function from the first', async () => {
    const { bus } = outlives
    bus.on('twice', nothing)
    expect(await left(() => bus.on('twice', nothing).off('twice', nothing))).toEqual([])
    expect(await left(() => bus.on('twice', nothing))).toEqual(["listener for 'twice' on an EventEmitter"])
    expect(bus.listenerCount('twice')).toBe(1)
  })

  it('lets a rule allow it', async () => {
    const allow = [{ kind: 'listener', function: 'allowed', reason: 'a test' }]
    const orphans = await findOrphans(
      function allowed() {
        outlives.bus.on('a', nothing)
      },
      { listeners: true, allow },
    )
    expect(orphans).toEqual([])
  })

  it('changes nothing that can be seen, and leaves nothing behind', async () => {
    const functions = () => [
      EventEmitter.prototype.on,
      EventEmitter.prototype.addListener,
      EventTarget.prototype.addEventListener,
      (EventEmitter as unknown as { init: unknown }).init,
    ]
    const before = functions()
    const prototype = Object.getOwnPropertySymbols(EventTarget.prototype)
    const shape = (fn: unknown) => {
      const { name, length } = fn as () => void
      return [name, length]
    }
    const bus = new EventEmitter()
    const target = new EventTarget()
    await findOrphans(
      () => {
        expect(functions().map(shape)).toEqual(before.map(shape))
        expect(EventEmitter.prototype.on).toBe(EventEmitter.prototype.addListener)
        expect(bus.on('a', nothing)).toBe(bus)
        bus.off('a', nothing)
        expect(() => bus.on('a', 1 as never)).toThrow(/"listener" argument must be of type function/)
        expect(Object.getOwnPropertySymbols(new EventTarget())).toEqual(Object.getOwnPropertySymbols(target))
        const key = Object.getOwnPropertySymbols(target)[0] as symbol
        const described = (each: object) => ({ ...Object.getOwnPropertyDescriptor(each, key), value: 'a table' })
        expect(described(new EventTarget())).toEqual(described(target))
      },
      { listeners: true },
    )
    expect(functions()).toEqual(before)
    expect(Object.getOwnPropertySymbols(EventTarget.prototype)).toEqual(prototype)
  })
})

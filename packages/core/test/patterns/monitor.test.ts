import { EventEmitter, once } from 'node:events'
import { type Exceeded, monitor } from '@no-orphans/core'
import { afterEach, describe, expect, it, vi } from 'vitest'

const nothing = () => {}
const open: NodeJS.Timeout[] = []
const poll = () => open.push(setInterval(nothing, 60_000))
afterEach(() => open.splice(0).forEach(clearInterval))

describe('monitor', () => {
  it('tells once when there are more than the threshold, and again after it was below', async () => {
    const told = new EventEmitter()
    const onExceed = vi.fn((exceeded: Exceeded) => void told.emit('exceeded', exceeded))
    using watching = monitor({ interval: 10, threshold: 3, onExceed })
    for (let i = 0; i < 5; i++) poll()
    const [first] = (await once(told, 'exceeded')) as [Exceeded]
    expect(first).toMatchObject({ reason: 'threshold', count: 5, limit: 3, kinds: { interval: 5 } })
    expect(first.profile.text()).toMatch(/5 @ interval\n# {2}poll/)
    open.splice(0).forEach(clearInterval)
    while (watching.total > 0) await new Promise(setImmediate)
    expect(onExceed).toHaveBeenCalledOnce()
    for (let i = 0; i < 4; i++) poll()
    await once(told, 'exceeded')
  })

  it('tells of growth since the first count', async () => {
    const told = new EventEmitter()
    using _ = monitor({ interval: 10, growth: 2, onExceed: (exceeded) => told.emit('exceeded', exceeded) })
    poll()
    poll()
    poll()
    expect(await once(told, 'exceeded')).toMatchObject([{ reason: 'growth', count: 3, limit: 2 }])
  })

  it('is an observable of counts by kind and origin', () => {
    using watching = monitor()
    poll()
    poll()
    open.push(setTimeout(nothing, 60_000))
    const seen: [number, unknown][] = []
    watching.observe((value, attributes) => seen.push([value, attributes]))
    expect(seen).toEqual([
      [2, { kind: 'interval', origin: expect.stringMatching(/^poll \(.*monitor\.test\.ts:\d+:\d+\)$/) }],
      [1, { kind: 'timeout', origin: expect.stringMatching(/monitor\.test\.ts:\d+:\d+$/) }],
    ])
    expect(watching).toMatchObject({ total: 3, kinds: { interval: 2, timeout: 1 } })
  })

  it('stops on its signal, and holds nothing', () => {
    const before = process.getActiveResourcesInfo().length
    const controller = new AbortController()
    const watching = monitor({ signal: controller.signal })
    expect(process.getActiveResourcesInfo()).toHaveLength(before)
    controller.abort()
    poll()
    watching.observe(() => {})
    expect(watching.total).toBe(0)
    monitor({ signal: AbortSignal.abort() }).stop()
  })

  it('rejects bad options', () => {
    expect(() => monitor({ interval: 1 })).toThrow('monitor().interval: 1 is not allowed')
    expect(() => monitor({ threshold: 1 })).toThrow('need onExceed')
    expect(() => monitor({ signal: {} as never })).toThrow('allowed is an AbortSignal')
    expect(() => monitor({ every: 1 } as never)).toThrow("unknown option 'every'")
  })
})

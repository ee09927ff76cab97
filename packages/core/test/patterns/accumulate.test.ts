import { EventEmitter } from 'node:events'
import fs from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { verifyNoAccumulation } from '@no-orphans/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { messageOf } from './support.js'

const nothing = () => {}
const open: NodeJS.Timeout[] = []
const every = () => open.push(setInterval(nothing, 60_000))
afterEach(() => open.splice(0).forEach(clearInterval))

describe('not.toAccumulate', () => {
  it('fails for one more each time, names the line, and plots the counts', async () => {
    let calls = 0
    const handle = () => {
      calls++
      every()
    }
    const message = await messageOf(expect(handle).not.toAccumulate())
    expect(calls).toBe(55)
    expect(message).toMatch(
      /after 50 runs there is\n\n {2}50 x interval, from every \(.*accumulate\.test\.ts:\d+:\d+\)/,
    )
    expect(message).toContain('  run  1  █ 1\n')
    expect(message).toContain(`  run 50  ${'█'.repeat(40)} 50\n`)
  })

  it('fails for a listener more each time', async () => {
    const bus = new EventEmitter().setMaxListeners(0)
    const subscribe = () => {
      bus.on('news', () => {})
    }
    expect(await messageOf(expect(subscribe).not.toAccumulate({ runs: 6 }))).toMatch(/6 x listener, from subscribe \(/)
  })

  it('fails for what is left now and then', async () => {
    let calls = 0
    const sometimes = async () => {
      if (calls++ % 5 === 0) every()
    }
    expect(await messageOf(expect(sometimes).not.toAccumulate())).toContain('10 x interval')
  })

  it('passes for what is closed, in the run or a little later', async () => {
    await expect(async () => {
      clearInterval(setInterval(nothing, 1000))
      const handle = await fs.open(import.meta.filename)
      await handle.close()
      setTimeout(nothing, 1)
      await sleep(1)
    }).not.toAccumulate({ runs: 10 })
  })

  it('passes for a cache that fills up, a pool that keeps the newest, and a run that differs', async () => {
    let calls = 0
    await expect(() => {
      if (calls++ < 15) every()
    }).not.toAccumulate()
    await expect(() => {
      every()
      if (open.length > 20) clearInterval(open.shift())
    }).not.toAccumulate()
    calls = 0
    await expect(() => {
      if (calls++ === 30) for (let i = 0; i < 20; i++) every()
    }).not.toAccumulate()
  })

  it('passes for listeners that come and go, or on what each run makes', async () => {
    const bus = new EventEmitter()
    await expect(() => {
      bus.on('a', nothing)
      bus.off('a', nothing)
      bus.once('b', nothing).emit('b')
      new EventEmitter().on('c', nothing)
    }).not.toAccumulate()
  })

  it('has a positive form and a function', async () => {
    await expect(every).toAccumulate({ runs: 6, warmUp: 0 })
    expect(await messageOf(expect(nothing).toAccumulate({ runs: 6 }))).toContain('after 6 runs it was not')
    await verifyNoAccumulation(nothing, { runs: 6 })
    await expect(verifyNoAccumulation(every, { runs: 6 })).rejects.toThrow('6 x interval')
  })

  it('rejects bad input, and throws what the function throws', async () => {
    const fn = vi.fn()
    expect(await messageOf(expect(fn).not.toAccumulate({ runs: 2 }))).toBe(
      'toAccumulate().runs: 2 is not allowed; allowed is a whole number, 6 to 100000',
    )
    expect(await messageOf(expect(fn).not.toAccumulate({ times: 2 } as never))).toContain("unknown option 'times'")
    expect(fn).not.toHaveBeenCalled()
    const error = new RangeError('its own')
    await expect(expect(() => Promise.reject(error)).not.toAccumulate()).rejects.toBe(error)
  })
})

import { PatternError, verifySettlesWithin } from '@no-orphans/core'
import { describe, expect, it, vi } from 'vitest'
import { messageOf } from './support.js'

const long = 60_000
const never = () => new Promise<never>(() => {})

describe('toSettleWithin', () => {
  it('passes for what settles in time and leaves nothing, sync or async', async () => {
    await expect(() => 1).toSettleWithin(long)
    await expect(async () => {
      await new Promise(setImmediate)
    }).toSettleWithin(long)
  })

  it('counts a rejection by a deadline of its own as settled', async () => {
    await expect(() => Promise.reject(new DOMException('too late', 'TimeoutError'))).toSettleWithin(long)
    await expect(() => Promise.reject(Object.assign(new Error('x'), { code: 'ETIMEDOUT' }))).toSettleWithin(long)
  })

  it('throws any other error as it is', async () => {
    const error = new RangeError('its own')
    await expect(expect(() => Promise.reject(error)).toSettleWithin(long)).rejects.toBe(error)
    const sync = () => {
      throw error
    }
    await expect(expect(sync).toSettleWithin(long)).rejects.toBe(error)
  })

  it('fails for what is still waiting, and shows what it has open with the line', async () => {
    let timer: NodeJS.Timeout | undefined
    const slow = () =>
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, long)
      })
    const message = await messageOf(expect(slow).toSettleWithin(20))
    clearTimeout(timer)
    expect(message).toMatch(
      /to settle within 20 ms, and it had not settled, and what it started is still open: 1 orphan/,
    )
    expect(message).toMatch(/timer due in [\d.]+ s\n {4}started at .*settle-within\.test\.ts:\d+:\d+/)
  })

  it('says so when what waits has nothing open', async () => {
    expect(await messageOf(expect(never).toSettleWithin(5))).toContain('it has nothing open')
  })

  it('fails for a function that blocks the event loop longer than that', async () => {
    const busy = () => {
      const end = performance.now() + 30
      while (performance.now() < end);
    }
    expect(await messageOf(expect(busy).toSettleWithin(5))).toMatch(/within 5 ms, and it took \d+ ms/)
  })

  it('fails for what settles in time and leaves something', async () => {
    let timer: NodeJS.Timeout | undefined
    const leaky = async () => {
      timer = setInterval(() => {}, long)
    }
    const message = await messageOf(expect(leaky).toSettleWithin(long))
    clearInterval(timer)
    expect(message).toMatch(/settled after \d+ ms, but left 1 orphan\n\n {2}interval every 60000 ms/)
  })

  it('has a negative form', async () => {
    await expect(never).not.toSettleWithin(5)
    expect(await messageOf(expect(() => 1).not.toSettleWithin(long))).toMatch(/not to settle within 60000 ms, and it/)
  })

  it('takes real time while the test fakes it', async () => {
    vi.useFakeTimers()
    try {
      await expect(never).not.toSettleWithin(5)
    } finally {
      vi.useRealTimers()
    }
  })

  it('rejects bad input before anything runs', async () => {
    const fn = vi.fn()
    expect(await messageOf(expect(1).toSettleWithin(5))).toBe(
      'toSettleWithin() wants a function to run, and got number',
    )
    expect(await messageOf(expect(fn).toSettleWithin('5' as never))).toBe(
      "toSettleWithin(): '5' is not allowed; allowed is a number of ms, 0 to 600000",
    )
    expect(await messageOf(expect(fn).toSettleWithin(5, { within: 1 } as never))).toMatch(
      /^toSettleWithin\(\): unknown option 'within'; allowed are settle/,
    )
    expect(fn).not.toHaveBeenCalled()
  })

  it('is a function too, whose error points at the line that began it', async () => {
    await verifySettlesWithin(() => 1, long)
    let timer: NodeJS.Timeout | undefined
    const error = await verifySettlesWithin(() => {
      timer = setTimeout(() => {}, long)
    }, long).catch((error) => error)
    clearTimeout(timer)
    expect(error).toBeInstanceOf(PatternError)
    expect(error.orphans).toMatchObject([{ kind: 'timeout' }])
    expect(error.stack).toMatch(/settle-within\.test\.ts/)
  })
})

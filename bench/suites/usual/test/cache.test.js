import { createCache } from '../src/cache.js'

let cache
let time

beforeEach(() => {
  time = 1000
  cache = createCache({ ttl: 500, now: () => time })
})

afterEach(() => {
  cache.close()
})

test('keeps', () => {
  cache.set('a', 1)
  expect(cache.get('a')).toBe(1)
})

test('forgets in time', () => {
  cache.set('a', 1)
  time += 500
  expect(cache.get('a')).toBeUndefined()
  expect(cache.size).toBe(0)
})

test.each(Array.from({ length: 20 }, (_, index) => index))('loads once (%i)', async (index) => {
  const load = MOCKS.fn(async (key) => `${key}!`)
  expect(await cache.remember(`key ${index}`, load)).toBe(`key ${index}!`)
  expect(await cache.remember(`key ${index}`, load)).toBe(`key ${index}!`)
  expect(load).toHaveBeenCalledTimes(1)
})

test('sweeps by the clock', () => {
  MOCKS.useFakeTimers()
  try {
    const faked = createCache({ ttl: 100 })
    faked.set('a', 1)
    MOCKS.advanceTimersByTime(150)
    expect(faked.size).toBe(0)
    faked.close()
  } finally {
    MOCKS.useRealTimers()
  }
})

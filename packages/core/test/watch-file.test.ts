import { expect, test } from 'vitest'
import { engine, resolveOptions, type Verdict } from '../src/adapter.js'

const { FileWatch } = engine()

test('a file that is closed twice does not end the watch of another', async () => {
  const first = new FileWatch('/first.test.ts', resolveOptions({}))
  const second = new FileWatch('/second.test.ts', resolveOptions({}))
  await Promise.all([first.close(), first.close()])
  await first.close()

  const leaks = second.test('leaks')
  leaks.run(() => setInterval(() => {}, 5000))
  expect((await leaks.end())?.error?.orphans).toHaveLength(1)

  const clean = second.test('is clean')
  clean.run(() => clearInterval(setInterval(() => {}, 5000)))
  expect(clean.end()).toBeUndefined()
  await second.close()
})

test('a file that is closed twice tells twice what could not be closed, and its watchers once', async () => {
  let told = 0
  const file = new FileWatch('/a.test.ts', resolveOptions({}), {
    onClose: () => {
      told++
    },
  })
  expect(await file.close()).toBe(await file.close())
  expect(told).toBe(1)
})

test('a test is let go of once what was open at its end has ended, and kept while something has not', async () => {
  const file = new FileWatch('/a.test.ts', resolveOptions({}))
  const ends = file.test('ends late')
  ends.run(() => setTimeout(() => {}, 5))
  expect(await ends.end()).toEqual({ error: undefined, judged: [] })
  expect(file.scope.below).toEqual(new Set())

  const leaks = file.test('leaks')
  leaks.run(() => setInterval(() => {}, 5000))
  expect((await leaks.end())?.error?.orphans).toHaveLength(1)
  expect(file.scope.below).toEqual(new Set([leaks.scope]))
  await file.close()
})

test('tests whose leftovers are closed by others are let go of before the file ends, and those of what is open are not', async () => {
  const file = new FileWatch('/a.test.ts', resolveOptions({}))
  let last: NodeJS.Timeout | undefined
  const leave = async (clears: boolean) => {
    const test = file.test('leaves one that does not hold the process')
    test.run(() => {
      if (clears) clearTimeout(last)
      last = setTimeout(() => {}, 60_000).unref()
    })
    expect((await test.end())?.judged ?? []).toEqual([])
    return last
  }
  for (let i = 0; i < 1000; i++) await leave(true)
  expect(file.scope.below.size).toBeLessThan(100)
  const open = []
  for (let i = 0; i < 200; i++) open.push(await leave(false))
  expect(file.scope.below.size).toBeGreaterThanOrEqual(200)
  for (const timer of open) clearTimeout(timer)
  await file.close()
})

test('a test can be visited: what is made meanwhile is its own, what comes later is not, and no frame comes between', async () => {
  const file = new FileWatch('/a.test.ts', resolveOptions({}))
  const [outer, inner] = [file.test('outer'), file.test('inner')]
  const framesOfOurs = (): number => new Error().stack?.match(/watch-file\.ts|context\.ts/g)?.length ?? 0
  const timers: NodeJS.Timeout[] = []
  const start = (): void => void timers.push(setInterval(() => {}, 5000))

  const leaveOuter = outer.visit()
  const leaveInner = inner.visit()
  const frames = framesOfOurs()
  start()
  leaveInner()
  start()
  start()
  leaveOuter()
  start()

  expect(frames).toBe(0)
  expect(inner.run(framesOfOurs)).toBeGreaterThan(0)
  const counts = ({ error } = {} as Partial<Verdict>) => error?.orphans.map(({ count }) => count)
  expect(counts(await inner.end())).toEqual([1])
  expect(counts(await outer.end())).toEqual([2])
  expect(counts(await file.end())).toEqual([1])
  for (const timer of timers) clearInterval(timer)
  await file.close()
})

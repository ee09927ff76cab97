/* The window is for what may still end. Time in which the machine was away is no part of it: nothing could end meanwhile. */
import { expect, test } from 'vitest'
import { engine, resolveOptions } from '../src/adapter.js'

const { FileWatch } = engine()
const nothing = (): void => {}
const away = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

/** Leaves a timer that is set only after most of the window, in which no code could run, is over. */
async function judgedAfterStall(last: () => void): Promise<string[]> {
  const file = new FileWatch('/a.test.ts', resolveOptions({}))
  const one = file.test('goes on')
  one.run(() =>
    setTimeout(() => {
      away(198)
      // In the next turn, so that the event loop has looked at its clock.
      setImmediate(last)
    }, 5),
  )
  const left = (await one.end())?.error?.orphans ?? []
  await file.end()
  await file.close()
  return left.map(({ kind, description }) => `${kind}: ${description}`)
}

test('a chain of timers that ends is silent, also where the machine was away for most of the window', async () => {
  expect(await judgedAfterStall(() => setTimeout(nothing, 80))).toEqual([])
})

test('the twin: what such a chain leaves for good is reported', async () => {
  expect(await judgedAfterStall(() => setInterval(nothing, 5000))).toEqual(['interval: interval every 5000 ms'])
})

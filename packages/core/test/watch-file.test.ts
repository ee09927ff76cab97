import { expect, test } from 'vitest'
import { engine, resolveOptions } from '../src/adapter.js'

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

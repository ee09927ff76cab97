/* Who looks into Node's own objects must not make Node warn the user: it tells a deprecation once in a process. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { engine, resolveOptions } from '../src/adapter.js'

test('no end of a test or a file uses what is deprecated', async () => {
  const deprecations: Error[] = []
  const hear = (warning: Error): void => {
    if (warning.name === 'DeprecationWarning') deprecations.push(warning)
  }
  process.on('warning', hear)
  const file = new (engine().FileWatch)(import.meta.filename, resolveOptions({}))
  const leaks = file.test('leaks')
  await leaks.run(() => once(createSocket('udp4').bind(0, '127.0.0.1'), 'listening'))
  expect((await leaks.end())?.error?.orphans).toMatchObject([{ kind: 'udp' }])
  await file.end()
  await file.close()
  // Node warns in the next tick.
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', hear)
  expect(deprecations).toEqual([])
})

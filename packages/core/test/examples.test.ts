/* The examples of the public API's documentation, run. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { expect, test } from 'vitest'
import { engine, resolveOptions } from '../src/adapter.js'
import { findOrphans, OptionError, OrphanError, orphans, snapshot, verifyNoOrphans, watch } from '../src/index.js'

const poll = (): void => {}

async function startServer(): Promise<Server & { stop(): Promise<void> }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(server, {
    async stop() {
      server.close()
      await once(server, 'close')
    },
  })
}

test('findOrphans gives what a function left', async () => {
  const found = await findOrphans(() => setInterval(poll, 5000), { reclaim: 'test' })
  expect(found).toHaveLength(1)
  expect(found[0]).toMatchObject({ kind: 'interval', description: 'interval every 5000 ms', count: 1 })
  expect(found[0]?.origin?.file).toMatch(/examples\.test\.ts$/)
  expect(await findOrphans(() => clearInterval(setInterval(poll, 5000)))).toEqual([])
})

test('findOrphans throws what the function throws', async () => {
  const thrown = new Error('mine')
  await expect(
    findOrphans(() => {
      throw thrown
    }),
  ).rejects.toBe(thrown)
})

test('verifyNoOrphans throws when something is left, and is silent when nothing is', async () => {
  await verifyNoOrphans(async () => {
    const server = await startServer()
    await server.stop()
  })
  const leaking = verifyNoOrphans(startServer, { reclaim: 'test' })
  await expect(leaking).rejects.toThrow(OrphanError)
  await expect(leaking).rejects.toThrow(/^this block left 1 orphan\n\n {2}TCP server listening on 127\.0\.0\.1:\d+\n/)
})

test('verifyNoOrphans shows the error of the function first, then the orphans', async () => {
  const failing = verifyNoOrphans(
    () => {
      setInterval(poll, 5000)
      throw new RangeError('mine')
    },
    { reclaim: 'test' },
  )
  await expect(failing).rejects.toThrow(/^mine\n\nthis block left 1 orphan\n\n {2}interval every 5000 ms/)
  await expect(failing).rejects.toMatchObject({ name: 'RangeError', cause: expect.any(RangeError) })
})

test('a wrong option is told before the function runs', async () => {
  let ran = false
  const run = (): void => {
    ran = true
  }
  await expect(findOrphans(run, { settle: -1 })).rejects.toThrow(OptionError)
  expect(ran).toBe(false)
})

test('watch judges what was run in it when it is disposed of', async () => {
  const clean = watch()
  const server = await clean.run(startServer)
  await server.stop()
  await clean[Symbol.asyncDispose]()

  const leaking = watch({ reclaim: 'test' })
  leaking.run(() => setInterval(poll, 5000))
  await expect(leaking[Symbol.asyncDispose]()).rejects.toThrow(/interval every 5000 ms/)
})

test('watch().end gives what was left, and then disposing does not throw', async () => {
  const scope = watch({ reclaim: 'test' })
  scope.run(() => setInterval(poll, 5000))
  expect(await scope.end()).toHaveLength(1)
  await scope[Symbol.asyncDispose]()
})

test('snapshot lists what is open, and what is new since an earlier one', async () => {
  const file = new (engine().FileWatch)(import.meta.filename, resolveOptions({}))
  await file.test('a test').run(async () => {
    const first = setInterval(poll, 1000)
    const before = snapshot()
    expect(before.resources.map(({ description }) => description)).toContain('interval every 1000 ms')
    const second = setInterval(poll, 2000)
    const added = snapshot().since(before)
    expect(added).toMatchObject([{ description: 'interval every 2000 ms', owner: { type: 'test', name: 'a test' } }])
    clearInterval(first)
    clearInterval(second)
    expect(snapshot().since(before)).toEqual([])
  })
  await file.close()
})

test('orphans.allow lets the test leave what matches, orphans.shared gives it to the file', async () => {
  const file = new (engine().FileWatch)(import.meta.filename, resolveOptions({}))
  const allowing = file.test('allows')
  const allowed = allowing.run(() => {
    orphans.allow({ kind: 'interval', reason: 'it is the thing under test' })
    return setInterval(poll, 5000)
  })
  const verdict = await allowing.end()
  expect(verdict?.error).toBeUndefined()
  expect(verdict?.judged).toMatchObject([{ verdict: 'allowed', rule: { reason: 'it is the thing under test' } }])

  const sharing = file.test('shares')
  sharing.run(() => orphans.shared(() => setInterval(poll, 7000)))
  expect(sharing.end()).toBeUndefined()
  const last = await file.end()
  expect(last.error?.message).toMatch(/^this file left 1 orphan\n\n {2}interval every 7000 ms/)
  await file.close()
  clearInterval(allowed)
})

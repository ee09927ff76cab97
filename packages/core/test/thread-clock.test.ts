/* In a worker thread the clock of the event loop begins with the thread, and the one that JavaScript has with the process. */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { useBuild } from './project.js'

useBuild()

const core = pathToFileURL(`${import.meta.dirname}/../dist/esm/index.js`).href
const program = `
  const { parentPort } = require('node:worker_threads')
  const { setImmediate: soon } = require('node:timers/promises')
  import(${JSON.stringify(core)}).then(async ({ findOrphans }) => {
    await soon()
    const before = performance.now()
    const [{ description }] = await findOrphans(() => setTimeout(() => {}, 600_000).unref(), { unref: true, reclaim: 'test' })
    parentPort.postMessage({ description, took: performance.now() - before })
  })`

test('a timer of a worker thread is due when it is', async () => {
  // The thread begins seconds after the process.
  while (performance.now() < 4000) await sleep(50)
  const [{ description, took }] = await once(new Worker(program, { eval: true }), 'message')
  const due = Number(/^timer due in ([\d.]+) s$/.exec(description)?.[1])
  expect(due).toBeGreaterThan(600 - took / 1000 - 2)
  expect(due).toBeLessThanOrEqual(600)
})

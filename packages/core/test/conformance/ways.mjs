/*
 * Every way a resource can go. Each runs as a file of its own: `test` in a test, then the test is judged; `otherTest` in the
 * next one; `afterAll` in the file's hook; then the file is judged. The specimen comes either from the project itself or
 * from a package in its node_modules.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import { stat } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { MessageChannel, Worker } from 'node:worker_threads'

/** What may be expected of a way, and what a specimen must have for it. */
const orphan = { expects: 'orphan at test' }
const silent = { expects: 'silent' }

const release = (row, thing) => row.specimen.close(thing)

export const ways = [
  {
    name: 'left open',
    ...orphan,
    async test({ specimen, world }) {
      await specimen.open(world) // through
    },
  },
  {
    name: 'released',
    ...silent,
    async test(row) {
      await release(row, await row.specimen.open(row.world))
    },
  },
  {
    name: 'released, and that is not awaited',
    ...silent,
    async test(row) {
      void release(row, await row.specimen.open(row.world))
    },
  },
  {
    name: 'released in a microtask after the test',
    ...silent,
    async test(row) {
      const thing = await row.specimen.open(row.world)
      Promise.resolve()
        .then(() => {})
        .then(() => {})
        .then(() => release(row, thing))
    },
  },
  {
    name: 'released by a short timer after the test',
    ...silent,
    async test(row) {
      const thing = await row.specimen.open(row.world)
      setTimeout(() => release(row, thing), 20)
    },
  },
  {
    name: 'ends by itself soon after the test',
    needs: ['endsByItself'],
    // Soon is what a busy machine makes of it.
    options: { settle: 20_000 },
    ...silent,
    async test({ specimen, world }) {
      await specimen.endsByItself(world)
    },
  },
  {
    name: 'unref',
    needs: ['unref'],
    ...silent,
    async test({ specimen, world }) {
      specimen.unref(await specimen.open(world))
    },
  },
  {
    name: 'unref, with the option unref',
    needs: ['unref'],
    options: { unref: true },
    expects: 'unref orphan at test',
    async test({ specimen, world }) {
      const thing = await specimen.open(world) // through
      specimen.unref?.(thing)
    },
  },
  {
    name: 'unref and ref again',
    needs: ['unref', 'ref'],
    ...orphan,
    async test({ specimen, world }) {
      const thing = await specimen.open(world) // through
      specimen.unref(thing)
      await null
      specimen.ref(thing)
    },
  },
  {
    name: 'opened after an await',
    ...orphan,
    async test({ specimen, world }) {
      await null
      await wait(1)
      await new Promise((resolve) => setImmediate(resolve))
      await specimen.open(world) // through
    },
  },
  {
    name: 'opened in a callback',
    ...orphan,
    test: ({ specimen, world }) =>
      new Promise((resolve, reject) => {
        stat('.', () => {
          resolve(specimen.open(world)) // through
        })
        void reject
      }),
  },
  {
    name: 'opened in an event handler',
    ...orphan,
    async test({ specimen, world }) {
      const emitter = new EventEmitter()
      const opened = new Promise((resolve) => {
        emitter.on('event', () => resolve(specimen.open(world))) // through
      })
      setImmediate(() => emitter.emit('event'))
      await opened
    },
  },
  {
    name: 'opened in a hook around the test',
    ...orphan,
    async beforeEach({ specimen, world }) {
      await specimen.open(world) // through
    },
    test() {},
  },
  {
    name: 'opened in a hook around the test and released in the other',
    ...silent,
    async beforeEach(row) {
      row.thing = await row.specimen.open(row.world)
    },
    test() {},
    afterEach: (row) => release(row, row.thing),
  },
  {
    name: 'opened in a .then chain',
    ...orphan,
    test: ({ specimen, world }) =>
      Promise.resolve()
        .then(() => wait(1))
        .then(() => specimen.open(world)), // through
  },
  {
    name: 'opened in AsyncLocalStorage.run',
    ...orphan,
    async test({ specimen, world }) {
      const storage = new AsyncLocalStorage()
      await storage.run('text', async () => {
        await null
        await specimen.open(world) // through
      })
    },
  },
  {
    name: "opened in a worker's message handler",
    ...orphan,
    async test({ specimen, world }) {
      const worker = new Worker("require('node:worker_threads').parentPort.postMessage('text')", { eval: true })
      await new Promise((resolve) => {
        worker.on('message', () => resolve(specimen.open(world))) // through
      })
      await worker.terminate()
    },
  },
  {
    name: "opened in a port's message handler",
    ...orphan,
    async test({ specimen, world }) {
      const { port1, port2 } = new MessageChannel()
      await new Promise((resolve) => {
        port1.on('message', () => resolve(specimen.open(world))) // through
        port2.postMessage('text')
      })
      port1.close()
    },
  },
  {
    name: 'opened in a microtask and a tick',
    ...orphan,
    test: ({ specimen, world }) =>
      new Promise((resolve) => {
        process.nextTick(() => queueMicrotask(() => resolve(specimen.open(world)))) // through
      }),
  },
  {
    name: 'opened in work that the test did not await',
    ...orphan,
    async test(row) {
      const helper = async () => {
        await wait(1)
        row.opened = row.specimen.open(row.world) // through
        await row.opened
      }
      const helping = helper()
      await wait(5)
      await helping
    },
  },
  {
    name: 'left open, with the scope file',
    options: { scope: 'file' },
    expects: 'orphan at file',
    async test({ specimen, world }) {
      await specimen.open(world) // through
    },
  },
  {
    name: 'released by another test, with the scope file',
    options: { scope: 'file' },
    ...silent,
    async test(row) {
      row.thing = await row.specimen.open(row.world)
    },
    otherTest: (row) => release(row, row.thing),
  },
  {
    name: 'released by another test',
    ...orphan,
    async test(row) {
      row.thing = await row.specimen.open(row.world) // through
    },
    otherTest: (row) => release(row, row.thing),
  },
  {
    name: 'released in afterAll',
    ...orphan,
    async test(row) {
      row.thing = await row.specimen.open(row.world) // through
    },
    afterAll: (row) => release(row, row.thing),
  },
  {
    name: 'opened in beforeAll and released in afterAll',
    ...silent,
    async beforeAll(row) {
      row.thing = await row.specimen.open(row.world)
    },
    test() {},
    afterAll: (row) => release(row, row.thing),
  },
  {
    name: 'opened in beforeAll and left open',
    expects: 'orphan of the file',
    async beforeAll({ specimen, world }) {
      await specimen.open(world) // through
    },
    test() {},
  },
  {
    name: 'opened by a package and left open',
    package: true,
    expects: 'orphan of a package',
    async test({ specimen, world }) {
      await specimen.open(world) // through
    },
  },
  {
    name: 'opened by a package and released',
    package: true,
    ...silent,
    async test(row) {
      await release(row, await row.specimen.open(row.world))
    },
  },
  {
    name: 'opened by a package and released by another test',
    package: true,
    expects: 'silent unless deliberate',
    async test(row) {
      row.thing = await row.specimen.open(row.world) // through
    },
    otherTest: (row) => release(row, row.thing),
  },
  {
    name: 'opened by a package and released in afterAll',
    package: true,
    expects: 'silent unless deliberate',
    async test(row) {
      row.thing = await row.specimen.open(row.world) // through
    },
    afterAll: (row) => release(row, row.thing),
  },
  {
    name: 'opened by a package and released in afterAll, with the scope test',
    package: true,
    options: { scope: 'test' },
    expects: 'orphan at test',
    async test(row) {
      row.thing = await row.specimen.open(row.world) // through
    },
    afterAll: (row) => release(row, row.thing),
  },
]

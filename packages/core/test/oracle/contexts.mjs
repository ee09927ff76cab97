/*
 * Ways in which a program's code comes to run.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { EventEmitter } from 'node:events'

const storage = new AsyncLocalStorage()

export const contexts = {
  straight: (open) => open(),
  async awaited(open) {
    await null
    return open()
  },
  chained: (open) => Promise.resolve().then(open),
  timer: (open) => new Promise((resolve) => setTimeout(() => resolve(open()), 1)),
  immediate: (open) => new Promise((resolve) => setImmediate(() => resolve(open()))),
  tick: (open) => new Promise((resolve) => process.nextTick(() => resolve(open()))),
  event(open) {
    const emitter = new EventEmitter()
    const opened = new Promise((resolve) => emitter.on('event', () => resolve(open())))
    emitter.emit('event')
    return opened
  },
  storage: (open) => storage.run('text', open),
}

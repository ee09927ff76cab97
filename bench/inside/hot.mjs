/* What one operation costs inside a test, with or without tracking. */
import { readFile } from 'node:fs'
import { connect, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { answer, args, deep, median, timed, watchFile } from './core.mjs'

const noop = () => {}
const file = fileURLToPath(import.meta.url)
const closed = (socket) => new Promise((resolve) => socket.on('close', resolve))

// `batch` is what one test does; `batches` is how many tests one sample takes.
const operations = {
  promise: {
    batch: 2000,
    batches: 100,
    async run(count) {
      for (let index = 0; index < count; index++) await undefined
    },
  },
  tick: {
    batch: 2000,
    batches: 50,
    run: (count) =>
      new Promise((resolve) => {
        let left = count
        const step = () => (--left > 0 ? process.nextTick(step) : resolve(undefined))
        process.nextTick(step)
      }),
  },
  timer: {
    batch: 200,
    batches: 200,
    run(count) {
      for (let index = 0; index < count; index++) clearTimeout(setTimeout(noop, 1000))
    },
  },
  'file read': {
    batch: 20,
    batches: 40,
    async run(count) {
      for (let index = 0; index < count; index++) await new Promise((resolve) => readFile(file, resolve))
    },
  },
  socket: {
    batch: 10,
    batches: 30,
    async run(count) {
      for (let index = 0; index < count; index++) {
        const accepted = new Promise((resolve) => server.once('connection', resolve))
        const socket = connect(server.address().port, '127.0.0.1')
        const other = await accepted
        const both = Promise.all([closed(socket), closed(other)])
        other.resume().end()
        socket.resume().end()
        await both
      }
    },
  },
  scope: { batch: 1, batches: 100_000, run: noop },
}

const { operation, tracked } = args
const { batch, batches, run } = operations[operation]
const server = createServer()
if (operation === 'socket') await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

const watch = tracked ? watchFile() : undefined
const act = () => deep(8, () => run(batch))

async function sample() {
  for (let index = 0; index < batches; index++) {
    if (!watch) {
      const pending = act()
      if (pending) await pending
      continue
    }
    const test = watch.test('a test')
    const pending = test.run(act)
    if (pending) await pending
    const verdict = test.end()
    if (verdict) await verdict
  }
}

await sample()
const samples = []
for (let index = 0; index < 5; index++) samples.push(await timed(sample))
const each = (name) => median(samples.map((sample) => sample[name])) / (batch * batches)
answer({ wall: each('wall'), cpu: each('cpu') })

/* Memory and cost over very many tests in one process. */
import { access } from 'node:fs/promises'
import { answer, args, timed, watchFile } from './core.mjs'

const { tests, early } = args
const watch = watchFile()

const works = [
  async () => {
    const timer = setTimeout(() => {}, 1000)
    await undefined
    clearTimeout(timer)
  },
  // Node is not done with a request before the test has ended.
  () => access('.'),
  // What does not hold the process may be closed by whom it may.
  () => {
    clearTimeout(idle)
    idle = setTimeout(() => {}, 60_000).unref()
  },
]
let idle

async function run(count) {
  for (let index = 0; index < count; index++) {
    const test = watch.test(`a test ${index}`)
    await test.run(works[index % works.length])
    const verdict = test.end()
    if (verdict) await verdict
    // As between any two files, the event loop has its turn now and then.
    if (index % 500 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
}

async function heap() {
  for (let index = 0; index < 3; index++) {
    await new Promise((resolve) => setImmediate(resolve))
    globalThis.gc()
  }
  return process.memoryUsage().heapUsed
}

await run(early)
const heapEarly = await heap()
const first = await timed(() => run(10_000))
await run(tests - early - 20_000)
const last = await timed(() => run(10_000))
const heapLate = await heap()
answer({ grown: heapLate - heapEarly, heapEarly, heapLate, first: first.cpu / 10_000, last: last.cpu / 10_000 })

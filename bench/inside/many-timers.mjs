/* Memory of one test that makes and clears very many timers. */
import { answer, args, deep, timed, watchFile } from './core.mjs'

const { timers } = args
const watch = watchFile()
const test = watch.test('a test')
const heap = () => {
  globalThis.gc()
  return process.memoryUsage().heapUsed
}

let most = 0
const make = (count) => {
  for (let index = 0; index < count; index++) clearTimeout(setTimeout(() => {}, 1000))
}
test.run(() => make(1000))
const before = heap()
const { cpu } = await timed(() => {
  for (let part = 0; part < 20; part++) {
    test.run(() => deep(8, () => make(timers / 20)))
    most = Math.max(most, heap())
  }
})
const verdict = test.end()
answer({ grown: most - before, seconds: cpu / 1e9, clean: verdict === undefined })

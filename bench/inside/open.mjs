/* What a clean test costs while so many resources are open in its file: watched, or without us. */
import { answer, args, deep, median, timed, watchFile } from './core.mjs'

const watch = args.tracked ? watchFile() : undefined
const open = []
const openAll = () => {
  for (let index = 0; index < args.open; index++) open.push(setTimeout(() => {}, 1e9))
}
if (watch) watch.run(openAll)
else openAll()
globalThis.gc()

const cost = async (tests, run) => {
  const sample = () => {
    for (let index = 0; index < tests; index++) {
      if (!watch) {
        deep(8, run)
        continue
      }
      const test = watch.test('a test')
      test.run(() => deep(8, run))
      if (test.end()) throw new Error('a clean test was given something to wait for')
    }
  }
  sample()
  const samples = []
  for (let index = 0; index < 5; index++) samples.push(await timed(sample))
  return median(samples.map(({ cpu }) => cpu)) / tests
}

const empty = await cost(100_000, () => {})
const timer = await cost(5000, () => clearTimeout(setTimeout(() => {}, 1000)))
answer({ empty, timer, open: open.length })

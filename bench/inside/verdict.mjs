/* How long a test's end takes, by what it left. */
import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { answer, args, median, watchFile } from './core.mjs'

const watch = watchFile()
const turns = () => performance.nodeTiming.uvMetricsInfo?.loopCount

const cases = {
  clean: () => clearTimeout(setTimeout(() => {}, 1000)),
  hopeless: () => setInterval(() => {}, 60_000),
  'might settle, and does after 50 ms': () => setTimeout(() => {}, 50),
  'might settle, and does not': () =>
    spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' }),
}

const result = {}
for (const [name, leave] of Object.entries(cases)) {
  const samples = []
  // The first one also loads and compiles what the others use.
  for (let index = 0; index < args.samples + 1; index++) {
    const test = watch.test('a test')
    let left = test.run(leave)
    await new Promise((resolve) => setTimeout(resolve, 20))
    if (name.endsWith('50 ms')) left = test.run(leave)
    const before = { at: performance.now(), turns: turns() }
    const verdict = test.end()
    const awaited = verdict !== undefined
    if (awaited) await verdict
    samples.push({ ms: performance.now() - before.at, turns: turns() - before.turns, awaited })
    if (left?.kill) left.kill('SIGKILL')
    else if (left) clearInterval(left)
  }
  samples.shift()
  const of = (key) => median(samples.map((sample) => sample[key]))
  result[name] = { ms: of('ms'), turns: of('turns'), awaited: samples.some(({ awaited }) => awaited) }
}
answer(result)

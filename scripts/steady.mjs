/*
 * The whole suite again and again while every core is kept busy by other processes, and among them once in threads and
 * once shuffled. What depends on the machine's speed, on the order, or on being alone shows here.
 * `node scripts/steady.mjs [--rounds 20] [--beside 2] [-- arguments for Vitest]`
 */
import { spawn } from 'node:child_process'
import { availableParallelism, constants, setPriority } from 'node:os'
import { parseArgs } from 'node:util'
import { lab, labs, nodes } from './lab.mjs'
import { setUp } from './setup.mjs'
import { runTests } from './vitest-run.mjs'

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '20' }, beside: { type: 'string', default: '2' } },
  allowPositionals: true,
})
const rounds = countOf('rounds', 0)
const beside = countOf('beside', 1)
const seed = Date.now() % 1_000_000

// What does not type-check may still run; that it must is for `npm test` to say.
await setUp().catch((error) => console.error(error.message))
await nodes()
for (const name of labs) await lab(name)

const waiting = [
  { name: 'in threads', args: ['--pool=threads'] },
  { name: `shuffled, seed ${seed}`, args: ['--sequence.shuffle', `--sequence.seed=${seed}`] },
  ...Array.from({ length: rounds }, (_, index) => ({ name: `round ${index + 1} of ${rounds}`, args: [] })),
]
const stopLoad = keepCoresBusy()
const results = []
try {
  // Those that run at the same time are each other's load.
  await Promise.all(Array.from({ length: beside }, runWaiting))
} finally {
  stopLoad()
}

const red = results.filter(({ green }) => !green)
const passed = results.reduce((sum, result) => sum + result.passed, 0)
const failed = results.reduce((sum, result) => sum + result.failed, 0)
console.log(
  `\n${results.length - red.length} of ${results.length} runs green, ${beside} at a time, ${availableParallelism()} cores kept busy`,
)
for (const { name, failed } of red) console.log(`  not green: ${name}, ${failed} failed`)
console.log(`${passed} passed, ${failed} failed`)
if (red.length > 0) process.exitCode = 1

function countOf(option, least) {
  const count = Number(values[option])
  if (Number.isInteger(count) && count >= least) return count
  console.error(`--${option} must be a whole number from ${least} on, not '${values[option]}'`)
  process.exit(2)
}

async function runWaiting() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const result = await runTests([...next.args, ...positionals])
    results.push({ name: next.name, ...result })
    console.log(
      `${next.name}: ${result.passed} passed, ${result.failed} failed, ended with ${result.ended} (${result.seconds} s)`,
    )
    for (const failure of result.failures) console.log(`  ${failure}`)
  }
}

/**
 * Takes what the runs leave of each core; alone, a run has to share with it half and half.
 * The load ends with this process in any case: its pipe to it closes then.
 */
function keepCoresBusy() {
  const busy = `
    process.on('disconnect', () => process.exit())
    const work = () => { const end = Date.now() + 50; while (Date.now() < end); setImmediate(work) }
    work()`
  const children = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['-e', busy], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
  )
  if (beside > 1) for (const { pid } of children) setPriority(pid, constants.priority.PRIORITY_LOW)
  return () => {
    for (const child of children) child.kill()
  }
}

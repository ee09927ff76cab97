/*
 * Runs programs in one process under watch, and compares the ledger with what Node itself says is open, resource by resource.
 */
import { fileURLToPath } from 'node:url'
import { engine, resolveOptions } from '@no-orphans/core/adapter'
import { createWorld } from '../world.mjs'
import { difference, holdsNothing, isInFlight, missedRequests, openIn } from './difference.mjs'
import { closeAll, interpret } from './interpreter.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { FileWatch, setFramework } = engine()
setFramework({ name: 'none', version: '', root, isRunner: () => false, isTransparent: () => false })

// Begun before anything is counted: the channel holds the process while somebody listens on it.
process.on('message', (program) => answer(program))
// Whoever asks is gone: so is this.
process.on('disconnect', () => setTimeout(() => process.exit(1), 10_000).unref())

// Node makes its output when it is first touched, which a worker does.
const output = [process.stdout, process.stderr]
const before = new Set([...output, ...process._getActiveHandles()])
const around = new FileWatch('/world', resolveOptions({}))
const world = await around.run(createWorld)
// Also of the programs before: fetch connects once more in the context of whoever was first.
const scopes = [around.scope]
const open = () => scopes.flatMap(openIn)

// What is closing, or in the hands of a thread that a busy machine lets wait, is over by then; what still differs differs
// for good.
const patience = 5000
const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

async function settled(isOver = () => true) {
  const giveUp = Date.now() + patience
  for (;;) {
    await turn()
    const wrong = difference(open(), before, world.directory)
    if ((wrong.length === 0 && isOver()) || Date.now() > giveUp) return wrong
  }
}

async function verdicts(file, tests) {
  const all = [await tests[0].end(), await tests[1].end(), await file.end()]
  return all.flatMap((verdict) => verdict?.judged ?? []).map(({ orphan }) => orphan)
}

/** What a verdict says, and of what the program still holds. */
async function sampled(file, tests, left) {
  const orphans = await verdicts(file, tests)
  const linesOf = (some) => some.map(({ origin }) => `${origin?.file}:${origin?.line}`)
  return {
    lines: linesOf(orphans),
    accused: linesOf(orphans.filter((orphan) => !holdsNothing(orphan.kind))),
    held: left.filter(({ isUnref }) => !isUnref).map(({ specimen }) => specimen.name),
  }
}

async function judge({ steps, sample }) {
  const file = new FileWatch('/program', resolveOptions({ settle: 0, reclaim: false }))
  scopes.push(file.scope)
  const tests = [file.test('one'), file.test('two')]
  const ways = [(fn) => file.run(fn), ...tests.map((test) => (fn) => test.run(fn))]
  const missed = new Set()
  const left = await interpret(steps, world, ways, () => {
    for (const text of missedRequests(open())) missed.add(text)
  })
  const wrong = [...missed, ...(await settled())]
  // A verdict takes its time, so only samples get one.
  const told = sample ? await sampled(file, tests, left) : {}
  await closeAll(left)
  const isOver = () => !open().some(isInFlight)
  wrong.push(...(await settled(isOver)).map((text) => `after all was closed, ${text}`))
  const late = sample ? [] : await verdicts(file, tests)
  wrong.push(...late.map(({ description }) => `after all was closed, an orphan: ${description}`))
  await file.close()
  return { wrong, ...told }
}

async function answer(program) {
  if (program === 'end') {
    await around.run(world.close)
    process.disconnect()
    return
  }
  process.send(await judge(program).catch((error) => ({ wrong: [`threw ${error.stack}`] })))
}

process.send('ready')

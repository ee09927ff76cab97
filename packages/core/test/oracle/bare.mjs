/*
 * Runs one program in a process that nobody watches, and says whether it stays alive, and what why-is-node-running prints of it.
 *
 *   node bare.mjs <program> <ms it may take to end>
 */
import { writeSync } from 'node:fs'
import whyIsNodeRunning from 'why-is-node-running'
import { createWorld } from '../world.mjs'
import { closeAll, interpret } from './interpreter.mjs'

const [program, patience] = process.argv.slice(2).map((text) => JSON.parse(text))
const world = await createWorld()
const straight = (fn) => fn()
const left = await interpret(program, world, [straight])
// The world is not what is asked about.
for (const server of Object.values(world.servers)) server.unref()
for (const handle of process._getActiveHandles()) if (world.owns(handle)) handle.unref()

async function say(alive) {
  process.off('beforeExit', ended)
  const lines = []
  whyIsNodeRunning({ error: (line) => lines.push(line) })
  writeSync(1, JSON.stringify({ alive, printed: lines.join('\n') }))
  // A child would outlive this.
  await closeAll(left)
  process.exit()
}

const ended = () => say(false)
process.on('beforeExit', ended)
const start = performance.now()
function look() {
  if (performance.now() - start < patience) setTimeout(look, 5).unref()
  else say(true)
}
look()

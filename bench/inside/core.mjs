import { createRequire } from 'node:module'

/*
 * The programs of this folder run in processes of their own, on any Node version, with the core as it would be
 * published. They take their arguments as one JSON text and answer with one.
 */

/** @type {{ core: string } & Record<string, any>} */
export const args = JSON.parse(process.argv[2])

/** @returns a file under watch, with the default options */
export function watchFile() {
  const { engine, resolveOptions } = createRequire(import.meta.url)(`${args.core}/dist/cjs/adapter.js`)
  const { FileWatch } = engine()
  return new FileWatch('/project/some.test.js', resolveOptions({}))
}

/** @param {Record<string, unknown>} result */
export function answer(result) {
  process.stdout.write(JSON.stringify(result), () => process.exit())
}

/**
 * Runs something and tells how long it took, both by the clock and in this process's own time.
 * @param {() => unknown} work
 * @returns {Promise<{ wall: number, cpu: number }>} in ns
 */
export async function timed(work) {
  const cpuBefore = process.cpuUsage()
  const before = process.hrtime.bigint()
  await work()
  const wall = Number(process.hrtime.bigint() - before)
  const { user, system } = process.cpuUsage(cpuBefore)
  return { wall, cpu: (user + system) * 1000 }
}

/** Calls a function as deep in the stack as a runner calls a test. */
export function deep(frames, fn) {
  return frames === 0 ? fn() : deep(frames - 1, fn)
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

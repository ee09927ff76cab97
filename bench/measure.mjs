import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runIn } from '../scripts/run-in.mjs'

const shell = ['/bin/bash', '/bin/sh'].find((file) => existsSync(file))

/**
 * One run of a program, with the time of the clock and the processor time of the whole tree of its processes, which a
 * busy machine disturbs far less. The shell knows the latter of its children and theirs; without one it is not measured.
 * @param {string} dir
 * @param {string} node
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @param {number} [timeout] ms
 */
export async function measure(dir, node, args, env, timeout = 300_000) {
  const start = process.hrtime.bigint()
  const [command, ...rest] = shell
    ? [shell, '-c', '"$@"; code=$?; times >&2; exit $code', 'sh', node, ...args]
    : [node, ...args]
  const result = await runIn(dir, command, rest, env, { timeout })
  const wall = Number(process.hrtime.bigint() - start) / 1e9
  const output = result.stdout + result.stderr
  return {
    wall,
    cpu: shell && !result.timedOut ? cpuOf(result.stderr) : wall,
    code: result.code,
    timedOut: result.timedOut,
    output,
  }
}

export const measuresCpu = shell !== undefined

/** `times` prints two lines, the second for the children: 0m1.234s 0m0.567s. */
function cpuOf(text) {
  const last = text.trimEnd().split('\n').at(-1) ?? ''
  const found = [...last.matchAll(/(\d+)m([\d.]+)s/g)]
  return found.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0)
}

/**
 * Runs a program of `inside/` on that Node and gives its answer.
 * @param {string} node
 * @param {string} name
 * @param {Record<string, unknown>} args
 */
export async function inside(node, name, args) {
  const program = fileURLToPath(new URL(`./inside/${name}.mjs`, import.meta.url))
  const { code, stdout, stderr } = await runIn(
    '.',
    node,
    ['--expose-gc', program, JSON.stringify(args)],
    {},
    { timeout: 300_000 },
  )
  if (code !== 0) throw new Error(`${name} ${JSON.stringify(args)} ended with ${code}\n${stdout}${stderr}`)
  return JSON.parse(stdout)
}

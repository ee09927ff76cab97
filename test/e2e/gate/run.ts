import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lab, nodes, runIn } from '../../../scripts/lab.mjs'

export type Lab = 'vitest-5' | 'vitest-4' | 'jest-30'

/** A run of a framework, or of our command, in a folder of a lab. */
export interface Ran {
  code: number | null
  output: string
}

const commands: Record<string, string[]> = {
  vitest: ['node_modules/vitest/vitest.mjs', 'run'],
  jest: ['node_modules/jest/bin/jest.js'],
  'no-orphans': ['node_modules/@no-orphans/core/dist/esm/bin.js'],
}

/** Runs the lab's framework. After a timeout, in ms, it is killed. */
export const runTests = (
  name: Lab,
  dir: string,
  args: string[] = [],
  env: Record<string, string> = {},
  timeout = 90_000,
): Promise<Ran> => run(name, dir, name.startsWith('jest') ? 'jest' : 'vitest', args, env, timeout)

/** Runs the command `no-orphans`. */
export const command = (name: Lab, dir: string, ...args: string[]): Promise<Ran> => run(name, dir, 'no-orphans', args)

async function run(
  name: Lab,
  dir: string,
  program: string,
  args: string[],
  env: Record<string, string> = {},
  timeout = 90_000,
): Promise<Ran> {
  const [file = '', ...own] = commands[program] ?? []
  const node = (await nodes())[name === 'vitest-5' ? 24 : 20]
  const ran = await runIn(dir, node, [join(await lab(name), file), ...own, ...args], env, { timeout })
  return { code: ran.code, output: ran.stdout + ran.stderr }
}

/** The report that a run wrote. */
export const reportIn = async (dir: string, file = 'orphans.json') =>
  JSON.parse(await readFile(join(dir, file), 'utf8'))

/** How many of which origin, with its verdict: what must be alike whoever ran what. */
export function numbers(report: any): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { verdict, origin, owner, count } of report.orphans) {
    const key = `${verdict} ${origin.file}:${origin.line} ${owner.file}`
    counts[key] = (counts[key] ?? 0) + count
  }
  return counts
}

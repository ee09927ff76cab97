import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunReport } from '@no-orphans/core/report'
import { command, lab, nodes, runIn, unhurried } from '../../../scripts/lab.mjs'
import { frameworkOf, type Pair } from '../../../scripts/pairs.mjs'

/** A run of a framework, or of our command, in a folder of a lab. */
export interface Ran {
  code: number | null
  output: string
}

/** Runs the framework: to its end, or until it has written the text. */
export async function runTests(
  pair: Pair,
  dir: string,
  args: string[] = [],
  env: Record<string, string> = {},
  until?: string,
): Promise<Ran> {
  const framework = frameworkOf(pair)
  const once = framework === 'vitest' ? ['run'] : []
  return run(pair, dir, [await command(pair.lab), ...once, ...unhurried[framework], ...args], env, until)
}

/** Runs the command `no-orphans`: to its end, or until it has written the text. */
export async function noOrphans(pair: Pair, dir: string, args: string[], until?: string): Promise<Ran> {
  const bin = join(await lab(pair.lab), 'node_modules/@no-orphans/core/dist/esm/bin.js')
  return run(pair, dir, [bin, ...args], {}, until)
}

async function run(
  { node }: Pair,
  dir: string,
  args: string[],
  env: Record<string, string> = {},
  until?: string,
): Promise<Ran> {
  const ran = await runIn(dir, (await nodes())[node], args, env, { until })
  return { code: ran.code, output: ran.stdout + ran.stderr }
}

/** The report that a run wrote. */
export const reportIn = async (dir: string, file = 'orphans.json'): Promise<RunReport> =>
  JSON.parse(await readFile(join(dir, file), 'utf8'))

/** How many of which origin, with its verdict: what must be alike whoever ran what. */
export function numbers(report: RunReport): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { verdict, origin, owner, count } of report.orphans) {
    const key = `${verdict} ${origin?.file}:${origin?.line} ${owner.file}`
    counts[key] = (counts[key] ?? 0) + count
  }
  return counts
}

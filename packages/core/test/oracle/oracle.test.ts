import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { useProject } from '../project.js'
import { LedgerProcess } from './ledger-process.js'
import { program } from './random-program.js'

const versions = [20, 24, 26] as const
const programsPerRun = 1000
// Each of these needs a process of its own.
const samplesPerRun = 20
const seed = Number(process.env.ORACLE_SEED ?? Date.now() % 2 ** 31)

const project = useProject(join(import.meta.dirname, '../conformance'))

beforeAll(async () => {
  const onlyPrograms = { recursive: true, filter: (path: string) => !path.endsWith('.ts') }
  await cp(import.meta.dirname, join(project.directory, 'oracle'), onlyPrograms)
  const peer = 'node_modules/why-is-node-running'
  await cp(join(import.meta.dirname, '../../../..', peer), join(project.directory, peer), { recursive: true })
})

const ledgerOf = (node: string) => new LedgerProcess(join(project.directory, 'oracle/ledger.mjs'), node)

it.each(versions)(
  'the ledger is what Node %i says is open, in random programs',
  async (version) => {
    console.log(`Node ${version}: ${programsPerRun} programs, ORACLE_SEED=${seed}`)
    const ledger = ledgerOf(project.binaries[version])
    const holds = fc.asyncProperty(program, async (steps) => {
      const { wrong } = await ledger.ask(steps)
      expect(wrong).toEqual([])
    })
    await fc.assert(holds, { seed, numRuns: programsPerRun, includeErrorInReport: true }).finally(() => ledger.end())
  },
  900_000,
)

// What holds, holds at once; what ends may take its time on a slow machine.
const glance = 150
const patience = 20_000

/** Runs a program in a process that nobody watches. */
async function runBare(node: string, steps: unknown, ms: number): Promise<{ alive: boolean; printed: string }> {
  const child = spawn(node, ['oracle/bare.mjs', JSON.stringify(steps), String(ms)], {
    cwd: project.directory,
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  await once(child, 'close')
  return JSON.parse(text)
}

/** The name of the specimen that a line is of: one may have several, such as a session and its stream. */
function specimenOf(place: string): string {
  const [file, line] = place.split(':') as [string, string]
  const above = readFileSync(join(project.directory, file), 'utf8').split('\n').slice(0, Number(line))
  const name = above.map((text) => /^ {4}name: (['"])(.*)\1,$/.exec(text)?.[2]).findLast((found) => found !== undefined)
  return name ?? place
}

const specimensOf = (lines: string[] = []): string[] =>
  lines.map((line) => specimenOf(line.slice(project.directory.length + 1).replaceAll('\\', '/')))

/** The specimens that why-is-node-running printed. */
const printedOf = (printed: string): string[] =>
  [...printed.matchAll(/^(specimens\/\w+\.mjs:\d+)/gm)].map(([, line]) => specimenOf(line as string))

it.each(versions)(
  'a bare process of Node %i lives on for what is in the verdicts, and for nothing else',
  async (version) => {
    const ledger = ledgerOf(project.binaries[version])
    const agrees = fc.asyncProperty(program, async (steps) => {
      const { lines, accused, held = [] } = await ledger.ask(steps, true)
      const orphans = specimensOf(accused)
      const { alive, printed } = await runBare(project.binaries[version], steps, orphans.length > 0 ? glance : patience)
      expect({ alive, orphans }).toEqual({ alive: orphans.length > 0, orphans })
      // It also prints what is closed but not collected: of a live process only what the program still holds is asked.
      const named = specimensOf(lines)
      const missed = printedOf(printed).filter((name) => alive && held.includes(name) && !named.includes(name))
      expect(missed).toEqual([])
    })
    await fc.assert(agrees, { seed, numRuns: samplesPerRun, includeErrorInReport: true }).finally(() => ledger.end())
  },
  900_000,
)

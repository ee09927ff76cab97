/*
 * Everything the benchmark measures, side by side and in turn.
 *
 *   node bench/index.mjs              all of it; writes bench/RESULTS.md
 *   node bench/index.mjs --quick      a short form, printed only
 *     --check                         fails when a goal is missed by more than noise explains: by twice
 *     --part suites,hot,growth,verdict,server  --framework vitest,jest  --node 20,24,26  --suite usual,sync  --rounds 3
 */
import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { lab, nodes } from '../scripts/lab.mjs'
import { setUp } from '../scripts/setup.mjs'
import { goalsOfInside, goalsOfSuites, isFarOff } from './goals.mjs'
import { measuresCpu } from './measure.mjs'
import { runInside } from './run-inside.mjs'
import { runSuites } from './run-suites.mjs'
import {
  addedTable,
  goalsTable,
  growthTables,
  hotTable,
  missesList,
  serverTable,
  suitesTables,
  verdictTable,
} from './tables.mjs'

const list = { type: 'string' }
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    part: list,
    framework: list,
    node: list,
    suite: list,
    rounds: list,
  },
})
const split = (text) => text?.split(',')
const { quick } = values
const parts = split(values.part) ?? ['suites', 'hot', 'growth', 'verdict', 'server']
const majors = split(values.node)?.map(Number) ?? (quick ? [20, 24] : [20, 24, 26])
const rounds = values.rounds ? Number(values.rounds) : undefined
const isWhole = !quick && !values.part && !values.framework && !values.node && !values.suite && !rounds

const start = Date.now()
const log = (text) => console.error(`${String(Math.round((Date.now() - start) / 1000)).padStart(5)} s  ${text}`)

// What does not type-check may still run; that it must is for `npm test` to say.
await setUp().catch((error) => console.error(error.message))
const insideMajors = quick && !values.node ? [24] : majors
const results = await runInside({ quick, majors: insideMajors, rounds, parts, log })
const frameworks = split(values.framework) ?? ['vitest', 'jest']
const cells = parts.includes('suites')
  ? await runSuites({ quick, majors, frameworks, only: split(values.suite), rounds, log })
  : []
const goals = [...goalsOfSuites(cells), ...goalsOfInside(results)]

const text = await render()
console.log(text)
if (isWhole) await writeFile(join(fileURLToPath(new URL('.', import.meta.url)), 'RESULTS.md'), `${text}\n`)
const farOff = goals.filter(isFarOff)
for (const { what, where, text } of farOff)
  console.log(`beyond twice its goal, or what was reached of it: ${what}: ${text} (${where})`)
if (values.check && farOff.length > 0) process.exitCode = 1

async function render() {
  const minutes = ((Date.now() - start) / 60_000).toFixed(0)
  const time = measuresCpu ? 'processor time' : 'time'
  const sections = [
    `# Results\n\n${await setting()}, ${minutes} min. Compare the ratios; the times are this machine's.`,
    `## Goals\n\n${goalsTable(goals)}\n\n${missesList(goals)}`,
  ]
  if (cells.length > 0) {
    const note = `Each ratio compares the ${time} of whole runs, start included, with that of the neighbouring run without any watching: the median of the rounds, and between which they were. ${measuresCpu ? 'Processor time, of all processes of a run, is what the goals are checked on, as other work on the machine disturbs it least. ' : ''}A leak option runs once.`
    sections.push(`## Whole suites\n\n${note}\n\n${suitesTables(cells)}`)
  }
  if (cells.some(({ added }) => added)) {
    const note =
      'Of the suites that miss a goal, what each part of a run takes more with no-orphans than without, by V8\'s sampling profiler in all processes of the run; by the medians of three runs of each. A stack is captured where something is started, which is what names its line. What is below zero, or in "all else", is as far off as two runs of the same are.'
    sections.push(`## Where the added time goes\n\n${note}\n\n${addedTable(cells)}`)
  }
  if (parts.includes('hot')) {
    sections.push(`## The hot path\n\nIn one process, 8 frames deep, a test for every batch.\n\n${hotTable(results)}`)
  }
  if (parts.includes('growth')) sections.push(`## How it grows\n\n${growthTables(results)}`)
  if (parts.includes('verdict')) sections.push(`## Verdict time\n\n${verdictTable(results)}`)
  if (parts.includes('server')) {
    const note =
      'A request each, of a node:http server under load from a client in another process, with 16 connections; monitor() counts once a second.'
    sections.push(`## monitor() in a running server\n\n${note}\n\n${serverTable(results)}`)
  }
  return sections.join('\n\n')
}

/** With what this was measured. */
async function setting() {
  const binaries = await nodes()
  const versions = majors.map((major) => spawnSync(binaries[major], ['--version'], { encoding: 'utf8' }).stdout.trim())
  const version = async (labName, name) =>
    `${name} ${JSON.parse(await readFile(join(await lab(labName), 'node_modules', name, 'package.json'), 'utf8')).version}`
  const tools = [
    ...(majors.includes(20) ? [await version('vitest-4', 'vitest')] : []),
    await version('vitest-5', 'vitest'),
    await version('jest-30', 'jest'),
  ]
  return `Node ${versions.join(', ')}; ${tools.join(', ')}; ${availableParallelism()} cores, ${process.platform}`
}

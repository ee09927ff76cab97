/* Whole suites: every variant in turn, round by round. */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { command, nodes } from '../scripts/lab.mjs'
import { goalsOfSuites, isMet } from './goals.mjs'
import { measure } from './measure.mjs'
import { profileAdded } from './profiles.mjs'
import { writeProjects } from './project.mjs'
import { commandLine, labOf, suites, variants } from './suites.mjs'

// Some take a hundred times as long: that much is enough to see it.
const peerTimeout = 45_000

/**
 * @typedef {{ wall: number[], cpu: number[], inside: number[], failure?: string }} Series
 * @typedef {{ framework: 'vitest' | 'jest', lab: string, major: number, suite: typeof suites[number], count: number, series: Record<string, Series>, added?: Record<string, number> }} Cell
 * `added` is there where a goal is missed: the ms that each part of the run takes more with us; of
 * none where it could not be told.
 */

/**
 * @param {{ quick: boolean, majors: number[], frameworks: string[], only?: string[], rounds?: number, log(text: string): void }} options
 * @returns {Promise<Cell[]>}
 */
export async function runSuites({ quick, majors, frameworks, only, rounds, log }) {
  const binaries = await nodes()
  const cells = []
  for (const framework of frameworks) {
    const written = new Map()
    for (const major of majors) {
      const lab = labOf(framework, major)
      if (!written.has(lab)) written.set(lab, await writeProjects(framework, lab))
      for (const suite of suites) {
        if (only ? !only.includes(suite.name) : quick && !suite.quick?.majors.includes(major)) continue
        const count = quick ? (suite.quick?.count ?? suite.count) : suite.count
        const cell = { framework, lab, major, suite, count, series: {} }
        const wanted = rounds ?? (quick ? 2 : (suite.rounds ?? 3))
        await runCell(cell, { dir: join(written.get(lab), suite.name), node: binaries[major], rounds: wanted, quick })
        log(`${lab} on Node ${major}, ${suite.title}: ${summary(cell)}`)
        cells.push(cell)
      }
    }
  }
  return cells
}

async function runCell(cell, { dir, node, rounds, quick }) {
  const { framework, suite } = cell
  const program = await command(cell.lab)
  const chosen = Object.entries(variants[framework]).filter(([name, { peer }]) => {
    if (name === 'hooks') return suite.hooks
    return !(peer && quick) || (name === 'leaks' && suite.quick?.peer)
  })
  for (const [name] of chosen) cell.series[name] = { wall: [], cpu: [], inside: [] }
  // Once unmeasured: the first run of all fills the caches of the system and of the framework.
  await measure(dir, node, commandLine(framework, program, 'none'), envOf(cell, dir))
  for (let round = 0; round < rounds; round++) {
    // The other way round each second time: what comes later must not always be the same.
    for (const [name, { peer }] of round % 2 === 0 ? chosen : [...chosen].reverse()) {
      // A peer is many times slower than what its spread could hide: once is enough.
      if (peer && round > 0) continue
      const args = commandLine(framework, program, name)
      const run = await measure(dir, node, args, envOf(cell, dir), peer ? peerTimeout : undefined)
      await note(cell.series[name], run, { dir, peer })
    }
  }
  if (quick || !goalsOfSuites([cell]).some((goal) => !isMet(goal))) return
  const [none, ours] = ['none', 'ours'].map((name) => commandLine(framework, program, name))
  cell.added = (await profileAdded(dir, node, { none, ours }, envOf(cell, dir))) ?? {}
}

async function note(series, run, { dir, peer }) {
  series.wall.push(run.wall)
  series.cpu.push(run.cpu)
  if (run.timedOut) series.failure = `stopped after ${Math.round(run.wall)} s`
  // A leak option may fail a run by its findings; ours and the bare run must be green.
  else if (run.code !== 0 && (!peer || !/\d+ passed/.test(run.output)))
    series.failure ??= `failed\n${run.output.slice(-3000)}`
  const file = join(dir, 'inside.txt')
  const inside = await readFile(file, 'utf8').catch(() => undefined)
  if (inside) series.inside.push(Number(inside))
  await rm(file, { force: true })
}

const envOf = ({ count }, dir) => ({ BENCH_COUNT: String(count), BENCH_INSIDE: join(dir, 'inside.txt') })

function summary({ series }) {
  const times = Object.entries(series).map(([name, { cpu, failure }]) => {
    const text = `${name} ${cpu.map((seconds) => seconds.toFixed(2)).join(' ')}`
    return failure ? `${text} (${failure})` : text
  })
  return `${times.join(' | ')} s of processor time`
}

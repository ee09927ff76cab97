/* What is measured inside one process: the hot path, how it grows, how long a verdict takes, a server under load. */
import { join } from 'node:path'
import { lab, nodes } from '../scripts/lab.mjs'
import { inside } from './measure.mjs'
import { median } from './stats.mjs'

export const operations = ['promise', 'tick', 'timer', 'file read', 'socket', 'scope']
export const works = ['answers at once', 'reads a file, with a deadline']
export const openCounts = [0, 1000, 100_000]

/**
 * @typedef {{ bare: Record<'wall' | 'cpu', number>, tracked: Record<'wall' | 'cpu', number> }} Hot ns for one operation
 * @typedef {{ count: number, empty: Record<'bare' | 'tracked', number>, timer: Record<'bare' | 'tracked', number> }} Open ns for one test
 * @typedef {{ heapEarly: number, grown: number, first: number, last: number }} ManyTests bytes, and us for one test
 * @typedef {{ ms: number, turns: number, awaited: boolean }} Verdict
 * @typedef {{ major: number, hot?: Record<string, Hot>, open?: Open[], tests?: ManyTests, timers?: { grown: number, seconds: number }, orphans?: { cpu: number }, verdict?: Record<string, Verdict>, server?: Record<string, Hot> }} Inside
 */

/**
 * @param {{ quick: boolean, majors: number[], rounds?: number, parts: string[], log(text: string): void }} options
 * @returns {Promise<Inside[]>}
 */
export async function runInside({ quick, majors, rounds = quick ? 1 : 3, parts, log }) {
  const core = join(await lab('jest-30'), 'node_modules/@no-orphans/core')
  const binaries = await nodes()
  const results = []
  for (const major of majors) {
    const run = (name, args = {}) => inside(binaries[major], name, { core, ...args })
    const result = { major }
    if (parts.includes('hot')) {
      result.hot = {}
      for (const operation of operations) {
        result.hot[operation] = await inTurn(rounds, (tracked) => run('hot', { operation, tracked }))
      }
      log(`Node ${major}: hot path measured`)
    }
    if (parts.includes('growth')) {
      result.open = await runOpen(run, rounds, quick)
      result.tests = await run('many-tests', { tests: quick ? 50_000 : 200_000, early: 1000 })
      result.timers = await run('many-timers', { timers: 1_000_000 })
      result.orphans = await run('many-orphans', { orphans: 10_000, lines: 100 })
      log(`Node ${major}: growth measured`)
    }
    if (parts.includes('verdict')) {
      result.verdict = await run('verdict', { samples: quick ? 3 : 9 })
      log(`Node ${major}: verdict time measured`)
    }
    if (parts.includes('server')) {
      result.server = {}
      for (const work of works) {
        const requests = quick ? 2000 : 10_000
        result.server[work] = await inTurn(rounds, (tracked) => run('server', { work, requests, tracked }))
      }
      log(`Node ${major}: server measured`)
    }
    results.push(result)
  }
  return results
}

async function runOpen(run, rounds, quick) {
  const found = []
  for (const count of quick ? [0, 100_000] : openCounts) {
    const { bare, tracked } = await inTurn(rounds, (tracked) => run('open', { open: count, tracked }))
    const of = (key) => ({ bare: bare[key], tracked: tracked[key] })
    found.push({ count, empty: of('empty'), timer: of('timer') })
  }
  return found
}

/** Both variants, each time in a process of its own, in turn; medians of what they answer. */
async function inTurn(rounds, run) {
  const answers = { bare: [], tracked: [] }
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? [false, true] : [true, false]
    for (const tracked of order) answers[tracked ? 'tracked' : 'bare'].push(await run(tracked))
  }
  const middle = (list) =>
    Object.fromEntries(Object.keys(list[0]).map((key) => [key, median(list.map((answer) => answer[key]))]))
  return { bare: middle(answers.bare), tracked: middle(answers.tracked) }
}

import type { Entry } from '../entry.js'
import { nameOf } from '../gather.js'
import { originOf } from '../origin.js'
import { whereFrom } from './where-from.js'

/** What grows: as many more, of one kind, from one line. */
export interface Growing {
  kind: string
  where: string
  entries: Entry[]
}

/*
 * A trend, not a difference. What is still open after the last run, from one line, was left all along: in each third
 * of the runs. So neither a cache that fills up in the first runs, nor a pool that keeps only its newest, nor one run
 * that left something is growth.
 */
const parts = 3
const leastGrowth = 3
const leastShare = 0.1

/**
 * Finds the lines from which more is open the more often the function runs.
 *
 * @param left What is open after the last run.
 * @param runOf In which run, counted from 0, something was made.
 * @param runs How many runs there were.
 */
export function growing(left: readonly Entry[], runOf: (entry: Entry) => number | undefined, runs: number): Growing[] {
  const found: Growing[] = []
  const enough = Math.max(leastGrowth, Math.ceil(runs * leastShare))
  for (const group of byKindAndPlace(left)) {
    if (group.entries.length < enough) continue
    const seen = new Set(group.entries.map((entry) => Math.floor(((runOf(entry) ?? 0) * parts) / runs)))
    if (seen.size === parts) found.push(group)
  }
  return found.sort((a, b) => b.entries.length - a.entries.length)
}

function byKindAndPlace(entries: readonly Entry[]): Growing[] {
  const groups = new Map<string, Growing>()
  for (const entry of entries) {
    const kind = nameOf(entry)
    const where = whereFrom(originOf(entry))
    const key = `${kind} ${where}`
    const known = groups.get(key)
    if (known) known.entries.push(entry)
    else groups.set(key, { kind, where, entries: [entry] })
  }
  return [...groups.values()]
}

const rows = 8
const width = 40

/** A small bar plot of counts, a row for every so many. */
export function plot(counts: readonly number[]): string {
  const last = counts.length - 1
  const shown = [...new Set(Array.from({ length: rows }, (_, row) => Math.round((row * last) / (rows - 1))))]
  const most = Math.max(...counts, 1)
  const digits = String(counts.length).length
  return shown
    .map((index) => {
      const count = counts[index] as number
      const bar = '█'.repeat(Math.round((count / most) * width)) || '▏'
      return `  run ${String(index + 1).padStart(digits)}  ${bar} ${count}`
    })
    .join('\n')
}

import { readFileSync } from 'node:fs'
import type { Orphan } from '../orphan.js'
import { type Identity, identityOf, keyOf } from './fingerprint.js'

/** One origin whose orphans are known, and how many of them. */
export interface BaselineEntry extends Identity {
  count: number
}

/** A baseline that cannot be read. The message names the file and what is wrong with it. */
export class BaselineError extends Error {
  override name = 'BaselineError'
}

/** Set in the environment, a run writes what it found into the baseline instead of failing. */
export const isUpdating = (): boolean => /^(?:1|true|all)$/.test(process.env.NO_ORPHANS_UPDATE ?? '')

/**
 * Reads a baseline.
 *
 * @returns Its entries; `undefined` when there is no such file.
 * @throws BaselineError when it is not a baseline.
 */
export function readBaseline(file: string): BaselineEntry[] | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new BaselineError(`cannot read the baseline ${file}: ${(error as Error).message}`)
  }
  return parseBaseline(text, file)
}

/** Reads the text of a baseline. */
export function parseBaseline(text: string, file: string): BaselineEntry[] {
  const wrong = (what: string): BaselineError => new BaselineError(`${file} is not a baseline of no-orphans: ${what}`)
  let content: { version?: unknown; orphans?: unknown }
  try {
    content = JSON.parse(text)
  } catch (error) {
    const conflict = /^(?:<{7}|>{7}) /m.test(text) ? 'it has merge conflicts; ' : ''
    throw wrong(`${conflict}${(error as Error).message}`)
  }
  if (content?.version !== 1) throw wrong(`its version is ${JSON.stringify(content?.version)}, not 1`)
  if (!Array.isArray(content.orphans)) throw wrong('it has no list of orphans')
  return content.orphans.map((entry, index) => {
    const isEntry =
      typeof entry?.kind === 'string' &&
      typeof entry.file === 'string' &&
      typeof entry.line === 'string' &&
      Number.isInteger(entry.count) &&
      entry.count > 0
    if (!isEntry) throw wrong(`orphans[${index}] needs kind, file, line and a count`)
    return entry as BaselineEntry
  })
}

/** How many orphans of each origin are known, by `keyOf`. Two entries of one origin, as a merge may leave them, add up. */
export function countsOf(entries: readonly BaselineEntry[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const entry of entries) counts.set(keyOf(entry), (counts.get(keyOf(entry)) ?? 0) + entry.count)
  return counts
}

/** A worker's answer to whether an orphan is known. */
export interface Known {
  isKnown(orphan: Orphan): boolean
  /** A test is tried again: what its earlier tries left is not counted twice. */
  retry(test: string): void
}

/**
 * Answers, in a worker, whether an orphan is known.
 *
 * One file's orphans are counted here. What several files have too many of only the end of the run can tell.
 */
export function knownBy(entries: readonly BaselineEntry[], root: string): Known {
  if (isUpdating()) return { isKnown: () => true, retry: () => {} }
  const left = countsOf(entries)
  const used = new Map<string, { key: string; count: number }[]>()
  return {
    isKnown(orphan) {
      if (left.size === 0) return false
      const key = keyOf(identityOf(orphan, root))
      const rest = left.get(key) ?? 0
      if (rest < orphan.count) return false
      left.set(key, rest - orphan.count)
      used.set(orphan.owner.name, [...(used.get(orphan.owner.name) ?? []), { key, count: orphan.count }])
      return true
    },
    retry(test) {
      for (const { key, count } of used.get(test) ?? []) left.set(key, (left.get(key) ?? 0) + count)
      used.delete(test)
    },
  }
}

/** The text of a baseline: sorted, one line for each origin, so that it reviews and merges well. */
export function renderBaseline(entries: readonly BaselineEntry[]): string {
  const lines = [...entries].sort(byPlace).map(({ kind, package: owner, file, function: name, line, count }) => {
    const ordered = { file, function: name, line, kind, package: owner, count }
    return `    ${JSON.stringify(ordered)}`
  })
  const list = lines.length > 0 ? `[\n${lines.join(',\n')}\n  ]` : '[]'
  return `{\n  "version": 1,\n  "orphans": ${list}\n}\n`
}

function byPlace(a: BaselineEntry, b: BaselineEntry): number {
  const [left, right] = [a, b].map((entry) => [entry.file, keyOf(entry)].join('\n')) as [string, string]
  return left < right ? -1 : left > right ? 1 : 0
}

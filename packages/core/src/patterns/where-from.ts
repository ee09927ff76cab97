import type { Entry } from '../entry.js'
import { type Origin, originOf } from '../origin.js'
import type { Frame } from '../orphan.js'
import { shortPath } from '../orphan-error.js'

/** How many began at one place. */
export interface Place {
  /** In words: `crawl (src/crawl.ts:5:18), called from test/crawl.test.ts:9:3`. */
  where: string
  entries: Entry[]
}

/** Groups resources by where they began, most first. */
export function byOrigin(entries: readonly Entry[]): Place[] {
  const places = new Map<string, Entry[]>()
  for (const entry of entries) {
    const where = whereFrom(originOf(entry))
    const known = places.get(where)
    if (known) known.push(entry)
    else places.set(where, [entry])
  }
  return [...places].map(([where, entries]) => ({ where, entries })).sort((a, b) => b.entries.length - a.entries.length)
}

/** Where something began, in words. */
export function whereFrom({ creator, user, package: owner }: Origin): string {
  if (!creator) return 'no line of the user'
  const by = owner ? ` by package ${owner}` : ''
  const called = user && user !== creator ? `, called from ${placeOf(user)}` : ''
  return `${creator.function ? `${creator.function} (${placeOf(creator)})` : placeOf(creator)}${by}${called}`
}

/** `src/crawl.ts:5:18`. */
export const placeOf = (frame: Frame): string => `${shortPath(frame.file)}:${frame.line}:${frame.column}`

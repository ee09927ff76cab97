import { orphansOf } from './gather.js'
import { openIn } from './judge.js'
import { originOf } from './origin.js'
import type { Orphan } from './orphan.js'
import { scopeNow } from './tracker.js'

/** What was open at one moment. */
export interface Snapshot {
  /** Every open resource; equal ones of one origin are one with a count. */
  readonly resources: readonly Orphan[]
  /**
   * What is open in this snapshot and was not in an earlier one.
   *
   * @param earlier A snapshot of the same process.
   */
  since(earlier: Snapshot): Orphan[]
}

const contents = new WeakMap<Snapshot, Set<object>>()

/**
 * Lists what is open now, with owner, origin and description. Unref'd resources are listed and say so.
 *
 * @example
 * ```ts
 * const before = snapshot()
 * const timer = setInterval(poll, 1000)
 * snapshot().since(before) // [{ description: 'interval every 1000 ms', ... }]
 * clearInterval(timer)
 * ```
 */
export function snapshot(): Snapshot {
  let scope = scopeNow()
  while (scope?.parent) scope = scope.parent
  const entries = (scope ? openIn(scope) : []).filter((entry) => !originOf(entry).nobody)
  const taken: Snapshot = {
    resources: orphansOf(entries),
    since(earlier) {
      const before = contents.get(earlier)
      return orphansOf(entries.filter((entry) => !before?.has(entry.resource)))
    },
  }
  contents.set(taken, new Set(entries.map((entry) => entry.resource)))
  return taken
}

import { collectGarbage } from '../collect-garbage.js'
import type { Entry } from '../entry.js'
import { originOf } from '../origin.js'
import { forgetPromises, modeOf, pendingIn } from './ledger.js'
import type { PromiseRecord } from './record.js'
import { innermost } from './waits.js'

/**
 * The last question to waits: which are the innermost of their chains, which can never go on, and which are only the
 * other side of a resource that is reported anyway.
 */
export async function confirmWaits(entries: readonly Entry[], others: readonly Entry[]): Promise<Entry[]> {
  const entryOf = new Map(entries.map((entry) => [entry.resource as PromiseRecord, entry]))
  const scopes = new Set(entries.map((entry) => entry.scope))
  const pending = [...scopes].flatMap(pendingIn)
  const inner = new Set(innermost([...entryOf.keys()], pending))
  for (const record of pending) record.release()
  for (const scope of scopes) scope.forgetFullStacks()
  const collected = await collectGarbage()
  for (const record of inner) {
    // Both the wait and what it waits for: no code has anything left that could settle it.
    record.isProved = collected && !record.done && record.isCollected && (record.awaited?.isCollected ?? false)
  }
  const left = entries.filter((entry) => {
    const record = entry.resource as PromiseRecord
    if (record.done || !inner.has(record)) return false
    if (modeOf(entry.scope) === 'proved') return record.isProved
    return record.isProved || !others.some((other) => isBehind(other, entry))
  })
  // They are judged once and for all.
  const confirmed = new Set(left)
  for (const [record, entry] of entryOf) if (!confirmed.has(entry)) record.done = true
  for (const scope of scopes) forgetPromises(scope)
  return left
}

/** Whether a resource was made on the very line where the function waits: one leak, reported once. */
function isBehind(other: Entry, wait: Entry): boolean {
  if (other.kind === wait.kind) return false
  const place = originOf(wait).creator
  return originOf(other).stack.some((frame) => frame.file === place?.file && frame.line === place.line)
}

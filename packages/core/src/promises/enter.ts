import { Entry } from '../entry.js'
import { promise } from '../kinds/promise.js'
import { originOfFrames } from '../origin.js'
import type { Frame } from '../orphan.js'
import type { Scope } from '../scope.js'
import { pendingIn } from './ledger.js'
import type { PromiseRecord } from './record.js'
import { isOwnWait } from './waits.js'

/** Whether something of a scope still waits, as far as can be said without reading a stack. */
export const hasWaits = (scope: Scope): boolean => pendingIn(scope).some((record) => record.isReaction)

const entered = new WeakSet<PromiseRecord>()

/** Enters the waits of the project's own code into the ledger of their scope. */
export function enterWaits(scope: Scope): void {
  const pending = pendingIn(scope)
  for (const record of pending) {
    if (entered.has(record)) continue
    entered.add(record)
    if (!isOwnWait(record)) continue
    const entry = new Entry(record, promise, scope.idOfItsOwn, 0, record.captured, scope)
    entry.origin = originOfFrames([...record.frames, ...startOf(record, pending)])
    scope.add(entry)
  }
}

/**
 * Who called the function that waits. Once it has waited for something before, its own stack does not say so any
 * more; that of its promise, which was made by the call, does.
 */
function startOf(wait: PromiseRecord, pending: readonly PromiseRecord[]): Frame[] {
  if (wait.frames.filter(({ file }) => !file.startsWith('node:')).length > 1) return []
  const call = pending
    .slice(0, pending.indexOf(wait))
    .findLast((each) => each.isFunction && each.maker.fn === wait.maker.fn)
  return call?.frames.slice(1) ?? []
}

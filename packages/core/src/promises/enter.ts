import { Entry } from '../entry.js'
import { promise } from '../kinds/promise.js'
import { originOfFrames } from '../origin.js'
import type { Scope } from '../scope.js'
import { pendingIn } from './ledger.js'
import type { PromiseRecord } from './record.js'
import { isOwnWait } from './waits.js'

/** Whether something of a scope still waits, as far as can be said without reading a stack. */
export const hasWaits = (scope: Scope): boolean => pendingIn(scope).some((record) => record.isReaction)

const entered = new WeakSet<PromiseRecord>()

/** Enters the waits of the project's own code into the ledger of their scope. */
export function enterWaits(scope: Scope): void {
  for (const record of pendingIn(scope)) {
    if (entered.has(record)) continue
    entered.add(record)
    if (!isOwnWait(record)) continue
    // It has no place in the order of resources: half a step after the last one, which matches nobody's trigger.
    const id = Math.floor(scope.entries.at(-1)?.asyncId ?? 0) + 0.5
    const entry = new Entry(record, promise, id, 0, record.captured, scope)
    entry.origin = originOfFrames(record.frames)
    scope.add(entry)
  }
}

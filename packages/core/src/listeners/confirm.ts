import { collectGarbage } from '../collect-garbage.js'
import type { Entry } from '../entry.js'
import { originOf } from '../origin.js'
import type { Registration } from './registration.js'

/** The last question to listeners: which are the project's own, on something that anybody still holds. */
export async function confirmListeners(entries: readonly Entry[]): Promise<Entry[]> {
  // What a library registers, it registers for good as a rule, and nobody here could take it away.
  const own = entries.filter((entry) => !originOf(entry).package)
  // Nobody made the target in this scope, but perhaps nobody holds it any more.
  for (const entry of own) {
    ;(entry.resource as Registration).releaseStack()
    entry.scope.forgetFullStacks()
  }
  const isOpen = (entry: Entry): boolean => entry.state() === 'open'
  if (own.length > 0) await collectGarbage(() => own.some(isOpen))
  return own.filter(isOpen)
}

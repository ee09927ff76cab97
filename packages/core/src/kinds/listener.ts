import { collectGarbage } from '../collect-garbage.js'
import type { Registration } from '../listeners/registration.js'
import { originOf } from '../origin.js'
import type { Kind } from './kind.js'

/** `listener`: what a test added to something that outlives it, and left there. Only watched where asked for. */
export const listener: Kind<Registration> = {
  name: 'listener',
  types: ['listener'],
  depth: 24,
  state: (registration) => (registration.isOpen() ? 'open' : 'closed'),
  maySettle: () => false,
  isProcessWide: (registration) => registration.isNodes(),
  confirm: async (entries) => {
    // What a library registers, it registers for good as a rule, and nobody here could take it away.
    const own = entries.filter((entry) => !originOf(entry).package)
    // Nobody made the target in this scope, but perhaps nobody holds it any more.
    for (const entry of own) (entry.resource as Registration).releaseStack()
    if (own.length > 0) await collectGarbage()
    return own.filter((entry) => entry.state() === 'open')
  },
  describe: (registration) => registration.describe(),
  remedy: (registration) => registration.remedy(),
  reclaim: (registration) => registration.remove(),
}

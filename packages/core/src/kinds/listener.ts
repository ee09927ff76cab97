import type { Registration } from '../listeners/registration.js'
import { needRest } from '../on-demand.js'
import type { Kind } from './kind.js'

/** `listener`: what a test added to something that outlives it, and left there. Only watched where asked for. */
export const listener: Kind<Registration> = {
  name: 'listener',
  types: ['listener'],
  depth: 24,
  state: (registration) => (registration.isOpen() ? 'open' : 'closed'),
  maySettle: () => false,
  isProcessWide: (registration) => registration.isNodes(),
  confirm: (entries) => needRest().confirmListeners(entries),
  describe: (registration) => registration.describe(),
  remedy: (registration) => registration.remedy(),
  reclaim: (registration) => registration.remove(),
}

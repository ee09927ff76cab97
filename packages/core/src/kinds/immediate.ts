import type { Kind } from './kind.js'
import { timerDepth } from './timer.js'

interface Immediate extends NodeJS.Immediate {
  _destroyed: boolean
}

const clearImmediate = globalThis.clearImmediate

/** setImmediate: one is over in a turn, so what is still there is a chain that feeds itself. */
export const immediate: Kind<Immediate> = {
  name: 'immediate',
  types: ['Immediate'],
  depth: timerDepth,
  isBrief: true,
  state: (immediate) => (immediate._destroyed ? 'closed' : immediate.hasRef() ? 'open' : 'unref'),
  maySettle: () => true,
  describe: () => 'immediate that keeps coming back',
  remedy: () => 'stop it with clearImmediate(immediate)',
  reclaim: (immediate) => clearImmediate(immediate),
}

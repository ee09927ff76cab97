import type { Native } from '../natives.js'
import type { Kind } from './kind.js'

/** `handle`, too: what a native addon calls back by, once it was found to hold the event loop. Node tells when it is gone. */
export const native: Kind<Native> = {
  name: 'handle',
  types: [],
  depth: 24,
  state: ({ isGone }) => (isGone ? 'closed' : 'open'),
  // What its package does to close it may take a while, and nobody can see it.
  maySettle: () => true,
  describe: ({ type }) => `handle of native code: ${type}`,
  remedy: () => 'close it the way its package documents',
  reclaim: () => {
    throw new Error('only its package can close it')
  },
}

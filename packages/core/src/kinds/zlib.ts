import type { Kind } from './kind.js'

interface ZlibHandle {
  getAsyncId(): number
  buffer?: unknown
}

/** `zlib`: compression in flight. The handle itself holds nothing; Node keeps the input on it while work is under way. */
export const zlib: Kind<ZlibHandle> = {
  name: 'zlib',
  types: ['ZLIB'],
  depth: 20,
  state: (handle) => (handle.buffer && handle.getAsyncId() !== -1 ? 'open' : 'closed'),
  maySettle: () => true,
  describe: () => 'compression in flight',
  remedy: () => 'await it before the test ends',
  reclaim: () => {
    throw new Error('it cannot be cancelled and ends by itself')
  },
}

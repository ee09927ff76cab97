import type { Transform } from 'node:stream'
import { type Kind, ownerOf, type State } from './kind.js'

interface ZlibHandle {
  getAsyncId(): number
  buffer?: unknown
}

type ZlibStream = Transform & { _writeState?: Uint32Array }

/** Nobody has read what is there: Node puts the next step in the place of _read(), and works on when it is called. */
const isParked = (stream: ZlibStream): boolean =>
  stream.readableLength >= stream.readableHighWaterMark &&
  Object.hasOwn(stream, '_read') &&
  stream._writeState?.[0] === 0

function stateOf(handle: ZlibHandle): State {
  if (!handle.buffer || handle.getAsyncId() === -1) return 'closed'
  const stream: ZlibStream | undefined = ownerOf(handle)
  // After an error Node keeps the input for good.
  if (stream?.destroyed) return 'closed'
  return stream && isParked(stream) ? 'unref' : 'open'
}

/** `zlib`: compression in flight. The handle itself holds nothing; Node keeps the input on it while work is under way. */
export const zlib: Kind<ZlibHandle> = {
  name: 'zlib',
  types: ['ZLIB'],
  depth: 20,
  state: stateOf,
  maySettle: () => true,
  describe: () => 'compression in flight',
  remedy: () => 'await it before the test ends',
  reclaim: () => {
    throw new Error('it cannot be cancelled and ends by itself')
  },
}

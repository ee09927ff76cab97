import { Resolver } from 'node:dns'
import type { MessagePort } from 'node:worker_threads'
import type { Kind } from './kind.js'

type PortResource = MessagePort & { hasRef(): boolean }

type GetAsyncId = (this: object) => number | undefined

let getAsyncId: GetAsyncId | undefined

/** A port hides the native method that tells a closed one from an unref'd one; any other native object lends it. */
function isClosed(port: PortResource): boolean {
  getAsyncId ??= (new Resolver() as unknown as { _handle: { getAsyncId: GetAsyncId } })._handle.getAsyncId
  const id = getAsyncId.call(port)
  return id === undefined || id === -1
}

/** `message-port`: a port of a MessageChannel or a BroadcastChannel that somebody listens on. */
export const messagePort: Kind<PortResource> = {
  name: 'message-port',
  types: ['MESSAGEPORT'],
  depth: 16,
  state: (port) => (port.hasRef() ? 'open' : isClosed(port) ? 'closed' : 'unref'),
  maySettle: () => false,
  describe: () => 'message port that is listened on',
  remedy: () => 'close it with port.close()',
  reclaim: (port) => port.close(),
}

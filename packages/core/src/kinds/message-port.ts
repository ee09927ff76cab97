import { getEventListeners } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import type { Kind } from './kind.js'

type PortResource = MessagePort & { hasRef(): boolean }

type GetAsyncId = (this: object) => number | undefined

let getAsyncId: GetAsyncId | undefined

/** A port hides the native method that tells a closed one from an unref'd one; any other native object lends it. */
function isClosed(port: PortResource): boolean {
  // Loaded only here, as most files have no port that is asked.
  getAsyncId ??= (
    new (process.getBuiltinModule('node:dns').Resolver)() as unknown as { _handle: { getAsyncId: GetAsyncId } }
  )._handle.getAsyncId
  const id = getAsyncId.call(port)
  return id === undefined || id === -1
}

/** A BroadcastChannel hides behind a port, on which it listens itself from the beginning. */
const isBroadcast = (port: PortResource): boolean =>
  getEventListeners(port as unknown as EventTarget, 'message').some(({ name }) => name === 'bound onMessageEvent')

/** `message-port`: a port of a MessageChannel that somebody listens on. `broadcast-channel`: a BroadcastChannel. */
export const messagePort: Kind<PortResource> = {
  name: 'message-port',
  types: ['MESSAGEPORT'],
  depth: 16,
  state: (port) => (port.hasRef() ? 'open' : isClosed(port) ? 'closed' : 'unref'),
  maySettle: () => false,
  // The other end, on which nobody listens: it holds nothing, and nobody could tell whether it was unref'd.
  isProcessWide: (port) => !port.hasRef() && getEventListeners(port as unknown as EventTarget, 'message').length === 0,
  nameOf: (port) => (isBroadcast(port) ? 'broadcast-channel' : 'message-port'),
  describe: (port) => (isBroadcast(port) ? 'BroadcastChannel' : 'message port that is listened on'),
  remedy: (port) => (isBroadcast(port) ? 'close it with channel.close()' : 'close it with port.close()'),
  reclaim: (port) => port.close(),
}

import type { MessagePort } from 'node:worker_threads'
import type { Kind } from './kind.js'

interface PortResource extends MessagePort {
  getAsyncId(): number
  hasRef(): boolean
}

/** `message-port`: a port of a MessageChannel or a BroadcastChannel that somebody listens on. */
export const messagePort: Kind<PortResource> = {
  name: 'message-port',
  types: ['MESSAGEPORT'],
  depth: 16,
  state: (port) => (port.getAsyncId() === -1 ? 'closed' : port.hasRef() ? 'open' : 'unref'),
  maySettle: () => false,
  describe: () => 'message port that is listened on',
  remedy: () => 'close it with port.close()',
  reclaim: (port) => port.close(),
}

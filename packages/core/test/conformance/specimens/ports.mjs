import { BroadcastChannel, MessageChannel } from 'node:worker_threads'

const noop = () => {}

const closed = (port) => port.close()
const references = { unref: (port) => port.unref(), ref: (port) => port.ref() }

export const ports = [
  {
    name: 'message port',
    kind: 'message-port',
    description: 'message port that is listened on',
    open() {
      const { port1 } = new MessageChannel() // begins
      port1.on('message', noop)
      return port1
    },
    close: closed,
    ...references,
  },
  {
    name: 'message port with onmessage',
    kind: 'message-port',
    description: 'message port that is listened on',
    open() {
      const { port2 } = new MessageChannel() // begins
      port2.onmessage = noop
      return port2
    },
    close: closed,
    ...references,
  },
  {
    name: 'BroadcastChannel',
    kind: 'broadcast-channel',
    description: 'BroadcastChannel',
    open() {
      const channel = new BroadcastChannel('no-orphans') // begins
      channel.onmessage = noop
      return channel
    },
    close: closed,
    ...references,
  },
]

import type { Socket } from 'node:dgram'
import { handleState, type Kind, ownerOf } from './kind.js'
import { hostAndPort } from './server.js'

interface UdpHandle {
  hasRef(): boolean | undefined
  close(): void
}

const socketOf = (handle: UdpHandle): Socket | undefined => ownerOf(handle)

function addressOf(socket: Socket | undefined): string | undefined {
  try {
    const address = socket?.address()
    return address && hostAndPort(address.address, address.port)
  } catch {
    // Not bound (yet), which Node says by throwing.
    return undefined
  }
}

/** `udp`: a datagram socket. */
export const udp: Kind<UdpHandle> = {
  name: 'udp',
  types: ['UDPWRAP'],
  depth: 16,
  deliberate: true,
  state: handleState,
  maySettle: () => false,
  thing: socketOf,
  describe: (handle) => {
    const address = addressOf(socketOf(handle))
    return address ? `UDP socket bound to ${address}` : 'UDP socket, not bound'
  },
  remedy: () => 'close it with socket.close()',
  reclaim: (handle) => {
    const socket = socketOf(handle)
    if (socket) socket.close()
    else handle.close()
  },
}

import type { Socket } from 'node:dgram'
import { hostAndPort } from './address.js'
import { handleState, type Kind, ownerOf, ownParts } from './kind.js'

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

/** dgram tells nowhere but here that it has let go of its handle. */
function isLetGo(socket: Socket | undefined): boolean {
  try {
    socket?.address()
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_SOCKET_DGRAM_NOT_RUNNING'
  }
  return false
}

const unbound = 0

/** It receives nothing until it is bound, by bind(), send() or connect(), and holds nothing. */
const isUnbound = (socket: Socket | undefined): boolean =>
  ownParts(socket).some((part) => (part as { bindState?: number } | undefined)?.bindState === unbound)

/** `udp`: a datagram socket. */
export const udp: Kind<UdpHandle> = {
  name: 'udp',
  types: ['UDPWRAP'],
  depth: 16,
  deliberate: true,
  state: (handle) => {
    const state = handleState(handle)
    return state === 'open' && isUnbound(socketOf(handle)) ? 'unref' : state
  },
  maySettle: () => false,
  isEnding: (handle) => isLetGo(socketOf(handle)),
  thing: socketOf,
  describe: (handle) => {
    const address = addressOf(socketOf(handle))
    return address ? `UDP socket bound to ${address}` : 'UDP socket, not bound'
  },
  remedy: () => 'close it with socket.close()',
  reclaim: (handle) => {
    const socket = socketOf(handle)
    if (isLetGo(socket)) return
    if (socket) socket.close()
    else handle.close()
  },
}

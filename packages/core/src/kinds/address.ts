import type { Socket } from 'node:net'

/** `127.0.0.1:80`, `[::1]:80`. */
export const hostAndPort = (host: string | undefined, port: number | string | undefined): string =>
  host?.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

/** Both ends of a connection, as one of them sees it. */
export interface Ends {
  local: string
  remote: string
  /** It is the server's end. */
  accepted: boolean
}

/** Both ends of a connected socket. */
export function endsOf(socket: (Socket & { server?: unknown; _server?: unknown }) | undefined): Ends | undefined {
  if (!socket?.remotePort) return undefined
  return {
    local: end(socket.localAddress, socket.localPort),
    remote: end(socket.remoteAddress, socket.remotePort),
    accepted: Boolean(socket.server ?? socket._server),
  }
}

// The two ends of one connection may write the same IPv4 address in two ways.
const end = (host: string | undefined, port: number | undefined): string => `${host?.replace('::ffff:', '')}:${port}`

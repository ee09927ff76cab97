import type { Socket } from 'node:net'

/** `127.0.0.1:80`, `[::1]:80`. */
export const hostAndPort = (host: string | undefined, port: number | string | undefined): string =>
  host?.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

/** Both ends of a connected socket. */
export const endsOf = (socket: Socket | undefined): { local: string; remote: string } | undefined =>
  socket?.remotePort
    ? { local: end(socket.localAddress, socket.localPort), remote: end(socket.remoteAddress, socket.remotePort) }
    : undefined

// The two ends of one connection may write the same IPv4 address in two ways.
const end = (host: string | undefined, port: number | undefined): string => `${host?.replace('::ffff:', '')}:${port}`

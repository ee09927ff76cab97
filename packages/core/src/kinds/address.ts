import type { Socket } from 'node:net'

/** `127.0.0.1:80`, `[::1]:80`. */
export const hostAndPort = (host: string | undefined, port: number | string | undefined): string =>
  host?.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

/** One end of a connection. */
export interface End {
  /** It is the server's. */
  accepted: boolean
  /** By a path, not by TCP: what connected is found out only when asked. */
  onPath: boolean
  /** What connected, by a name that both ends have for it. */
  readonly client: string | undefined
}

/** One end of a connection by TCP. */
export function endOf(socket: (Socket & { server?: unknown; _server?: unknown }) | undefined): End | undefined {
  if (!socket?.remotePort) return undefined
  const { localAddress, localPort, remoteAddress, remotePort } = socket
  const accepted = Boolean(socket.server ?? socket._server)
  const client = accepted ? address(remoteAddress, remotePort) : address(localAddress, localPort)
  return { accepted, onPath: false, client }
}

// The two ends of one connection may write the same IPv4 address in two ways.
const address = (host: string | undefined, port: number | undefined): string =>
  `${host?.replace('::ffff:', '')}:${port}`

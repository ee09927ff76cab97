import type { Server } from 'node:net'
import { hostAndPort } from './address.js'
import { handleState, type Kind, ownerOf, ownParts } from './kind.js'

interface ServerHandle {
  hasRef(): boolean | undefined
  close(): void
  /** -1 once it is closed; on Windows always. */
  fd: number
}

type AnyServer = Server & {
  _handle?: ServerHandle | null
  closeAllConnections?: () => void
  sessionIdContext?: unknown
}

const serverOf = (handle: ServerHandle): AnyServer | undefined => ownerOf(handle)

const isLetGo = (handle: ServerHandle): boolean => serverOf(handle)?._handle !== handle

/** A cluster takes the handle from its server and listens for all its workers: it ends with the last of them. */
const isForWorkers = (handle: ServerHandle): boolean => isLetGo(handle) && handle.fd >= 0

const isEnding = (handle: ServerHandle): boolean => isLetGo(handle) && handle.fd < 0

/** Of a server whose end everybody was told of, the handle takes one more turn. Windows does not tell it from a cluster's. */
const isOver = (handle: ServerHandle): boolean =>
  process.platform !== 'win32' && isEnding(handle) && serverOf(handle)?.listenerCount('close') === 0

/** `server`: whatever listens for connections, by TCP or a path: net, tls, http, https, http2. */
export const server: Kind<ServerHandle> = {
  name: 'server',
  types: ['TCPSERVERWRAP', 'PIPESERVERWRAP'],
  depth: 24,
  deliberate: true,
  adopts: true,
  // A server that failed to listen has a handle that nobody owns and that listens to nothing.
  state: (handle) => (isOver(handle) ? 'closed' : handleState(handle)),
  maySettle: isEnding,
  isEnding,
  thing: serverOf,
  // An HTTP server checks its connections by an interval of its own.
  parts: (handle) => ownParts(serverOf(handle)),
  accompanies: isForWorkers,
  describe: (handle) => {
    const owner = serverOf(handle)
    return `${protocolOf(owner)} server listening on ${addressOf(owner)}`
  },
  remedy: () => 'close it with server.close()',
  reclaim: (handle) => {
    const owner = serverOf(handle)
    if (!owner || isLetGo(handle)) return handle.close()
    owner.closeAllConnections?.()
    owner.close()
  },
}

function protocolOf(owner: AnyServer | undefined): string {
  const name = owner?.constructor.name ?? ''
  if (/Http2Secure/i.test(name)) return 'HTTP/2 (TLS)'
  if (/Http2/i.test(name)) return 'HTTP/2'
  const secure = owner !== undefined && 'setSecureContext' in owner
  const http = owner !== undefined && 'closeIdleConnections' in owner
  if (http) return secure ? 'HTTPS' : 'HTTP'
  if (secure) return 'TLS'
  return typeof owner?.address() === 'string' ? 'pipe' : 'TCP'
}

function addressOf(owner: AnyServer | undefined): string {
  const address = owner?.address()
  if (!address) return 'an unknown address'
  if (typeof address === 'string') return address
  return hostAndPort(address.address, address.port)
}

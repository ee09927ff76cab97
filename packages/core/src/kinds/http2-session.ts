import type { Socket } from 'node:net'
import { isPooled } from '../fetches.js'
import { endOf, hostAndPort } from './address.js'
import { type Kind, ownerOf, socketState } from './kind.js'

interface SessionHandle {
  getAsyncId(): number
}

interface Session {
  destroyed: boolean
  closed: boolean
  destroy(): void
}

type AnySocket = Socket & { server?: object | null }

const sessionOf = (handle: SessionHandle): Session | undefined => ownerOf(handle)

/** The session hides its socket behind a proxy that forbids most of it; the socket itself is on a symbol. */
function socketOf(handle: SessionHandle): AnySocket | undefined {
  const session = sessionOf(handle) as unknown as Record<symbol, AnySocket | undefined> | undefined
  for (const symbol of session ? Object.getOwnPropertySymbols(session) : []) {
    if (symbol.description === 'socket') return session?.[symbol]
  }
  return undefined
}

const serverOf = (handle: SessionHandle): object | undefined => socketOf(handle)?.server ?? undefined

/** `http2-session`: both ends of an HTTP/2 connection; its socket is part of it, and says whether it is open. */
export const http2Session: Kind<SessionHandle> = {
  name: 'http2-session',
  types: ['HTTP2SESSION'],
  depth: 32,
  state: (handle) => {
    const isOver = handle.getAsyncId() === -1 || sessionOf(handle)?.destroyed
    return isOver ? 'closed' : socketState(socketOf(handle))
  },
  maySettle: () => true,
  isEnding: (handle) => sessionOf(handle)?.closed ?? false,
  // What it is used for is a fetch, which is entered itself.
  isProcessWide: (handle) => isPooled(socketOf(handle)),
  thing: sessionOf,
  partOf: serverOf,
  parts: (handle) => [socketOf(handle)],
  end: (handle) => endOf(socketOf(handle)),
  describe: (handle) => {
    const socket = socketOf(handle)
    const peer = socket ? hostAndPort(socket.remoteAddress, socket.remotePort) : 'an unknown peer'
    return `HTTP/2 session ${serverOf(handle) ? 'accepted from' : 'with'} ${peer}`
  },
  remedy: () => 'close it with session.close() or session.destroy()',
  reclaim: (handle) => {
    sessionOf(handle)?.destroy()
  },
}

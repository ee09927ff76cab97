import type { ClientRequest } from 'node:http'
import type { Socket } from 'node:net'
import { fetchOn, isPooled } from '../fetches.js'
import { needRest } from '../on-demand.js'
import { type End, endOf, hostAndPort } from './address.js'
import { describeRequest } from './http-request.js'
import { handleState, isMocked, isTcp, type Kind, ownerOf } from './kind.js'

interface StreamHandle {
  hasRef(): boolean | undefined
  close(): void
  fd?: number
  /** Not before it is read for the first time; still so at the end of what came. */
  reading?: boolean
}

type AnyServer = object & { _pipeName?: string }

type AnySocket = Socket & {
  _handle?: unknown
  fd?: number
  _host?: string
  server?: AnyServer | null
  _server?: AnyServer | null
  _httpMessage?: ClientRequest | null
  encrypted?: boolean
  _parent?: Socket
}

const socketOf = (handle: StreamHandle): AnySocket | undefined => {
  const owner = ownerOf(handle)
  // TLS puts its own socket in front of the plain one: that is the one a person holds.
  return owner?._tlsSocket ?? owner
}

/** What holds the socket open that an agent takes from its idle ones, as it announces that. */
function usedAgain(resource: object): object | undefined {
  if ('hasRef' in resource) return undefined
  const { handle } = resource as { handle?: { _parent?: object | null } }
  return handle?._parent ?? handle
}

const requestOn = (socket: AnySocket | undefined): ClientRequest | undefined => {
  const message = socket?._httpMessage
  // On the server's side the message is a response, which is the server's affair.
  return message && 'path' in message ? message : undefined
}

/** A channel to a forked child: no socket stands in front of it. */
const isChannel = (handle: StreamHandle): boolean => 'pendingHandle' in handle

/** A pipe that is only written to, as to a child's standard input, holds nothing while nothing waits to be written. */
const isIdleInput = (owner: AnySocket, handle: StreamHandle): boolean =>
  !isTcp(handle) && owner.readableEnded && !handle.reading && owner.writableLength === 0

/** A terminal is opened once more, under another number; the stream in front of it keeps its own. */
const isStdio = (handle: StreamHandle): boolean => {
  const fd = socketOf(handle)?.fd ?? handle.fd
  return fd !== undefined && fd >= 0 && fd <= 2
}

/** `socket`, and `http-request` while a request is on it: TCP, TLS, unix sockets, pipes, terminals. */
export const socket: Kind<StreamHandle> = {
  name: 'socket',
  types: ['TCPWRAP', 'PIPEWRAP', 'TTYWRAP', 'TLSWRAP'],
  // What TLS puts in front of a socket's handle is none of its own; it is announced alone when it is used again.
  recognises: (resource) => 'hasRef' in resource || usedAgain(resource) !== undefined,
  depth: 48,
  adopts: true,
  // An agent announces the idle socket that it gives to a request, inside the call of whoever makes the request.
  reused: usedAgain,
  state: (handle) => {
    const state = handleState(handle)
    if (state !== 'open') return state
    const owner = socketOf(handle)
    if (!owner) return isChannel(handle) ? 'open' : 'unref'
    return isMocked(owner, handle) || isIdleInput(owner, handle) ? 'unref' : 'open'
  },
  maySettle: () => true,
  isEnding: (handle) => {
    const owner = socketOf(handle)
    return owner !== undefined && (owner.destroyed || owner.writableEnded)
  },
  // What a pooled one is used for is a fetch or a WebSocket, which is entered itself.
  isProcessWide: (handle) => isStdio(handle) || isPooled(socketOf(handle)),
  thing: (handle) => {
    const owner = socketOf(handle)
    return requestOn(owner) ?? owner
  },
  partOf: (handle) => {
    const owner = socketOf(handle)
    if (!owner) return undefined
    return owner.server ?? owner._server ?? fetchOn(owner) ?? undefined
  },
  end: (handle) => {
    const owner = socketOf(handle)
    return isTcp(handle) ? endOf(owner) : endOfPipe(owner, handle)
  },
  nameOf: (handle) => {
    if (isChannel(handle)) return 'child-process'
    return requestOn(socketOf(handle)) ? 'http-request' : 'socket'
  },
  describe: (handle) => {
    if (isChannel(handle)) return "channel to a child process that is itself unref'd"
    const owner = socketOf(handle)
    const request = requestOn(owner)
    return request ? describeRequest(request) : describeSocket(owner, handle)
  },
  remedy: (handle) => {
    if (isChannel(handle)) return 'close it with child.disconnect(), or child.channel.unref()'
    if (requestOn(socketOf(handle))) return 'read the response to its end, or abort it with request.destroy()'
    return 'close it with socket.end() or socket.destroy()'
  },
  reclaim: (handle) => {
    const owner = socketOf(handle)
    if (owner) owner.destroy()
    else handle.close()
  },
}

const peers = new WeakMap<StreamHandle, string>()

/** Node forgets the path of a pipe; the system knows it, and takes some ms to tell. */
function peerOf(handle: StreamHandle): string {
  const known = peers.get(handle)
  if (known !== undefined || handle.fd === undefined || handle.fd < 0) return known ?? ''
  const path = needRest().peerOfPipe(handle.fd) ?? ''
  peers.set(handle, path)
  return path
}

/** On a path the client has no address of its own: any one of that path may be the other end. */
function endOfPipe(owner: AnySocket | undefined, handle: StreamHandle): End | undefined {
  if (!owner || owner.connecting) return undefined
  const server = owner.server ?? owner._server
  return {
    accepted: Boolean(server),
    onPath: true,
    get client() {
      const path = server ? server._pipeName : peerOf(handle)
      return path && `a client of ${path}`
    },
  }
}

function describeSocket(owner: AnySocket | undefined, handle: StreamHandle): string {
  if (!owner) return 'socket without an owner'
  const word = owner.encrypted ? 'TLS socket' : 'socket'
  if (owner.connecting) return `${word} connecting to ${owner._host ?? 'its peer'}`
  const acceptedBy = owner.server ?? owner._server
  if (owner.remotePort) {
    return `${word} ${acceptedBy ? 'accepted from' : 'connected to'} ${hostAndPort(owner.remoteAddress, owner.remotePort)}`
  }
  // The system has forgotten who that was, unless it was asked before.
  if (isTcp(handle)) return `${word} on ${hostAndPort(owner.localAddress, owner.localPort)} whose other end is gone`
  if (acceptedBy) return `${word} accepted on ${acceptedBy._pipeName ?? 'a path'}`
  const path = peerOf(handle)
  return path ? `${word} connected to ${path}` : `${word} on a pipe`
}

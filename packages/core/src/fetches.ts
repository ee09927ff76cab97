import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { WeakList } from './weak-list.js'

/*
 * What Node's fetch and WebSocket are built on, undici, announces its requests, and on which socket each is sent: a socket
 * goes from one request to the next, and only the request tells whether it is over.
 */

/** What undici tells of a request in flight. */
export interface FetchRequest {
  origin?: string | URL
  path?: string
  method?: string
  completed?: boolean
  aborted?: boolean
  /** `websocket`, for a WebSocket's handshake. */
  upgrade?: string | null
}

interface Message {
  request: FetchRequest
  socket: { _parent?: object | null }
  response: { statusCode: number }
  stream: object
  headers: Record<string, string | undefined>
}

const requests = new WeakMap<object, FetchRequest>()
const sockets = new WeakMap<object, object>()
const pooled = new WeakSet<object>()
const switched = new WeakSet<FetchRequest>()
const tunnels = new WeakList<FetchRequest>()
const poolsTunnels = new WeakSet<FetchRequest>()
const handshakes = new WeakList<FetchRequest>()
let onFetch: ((request: FetchRequest) => void) | undefined

const channels: [string, (message: unknown) => void][] = [
  ['undici:request:create', (message) => created((message as Message).request)],
  ['undici:client:connected', (message) => connected((message as Message).socket)],
  [
    'undici:client:sendHeaders',
    (message) => {
      const { request, socket } = message as Message
      requests.set(socket, request)
      sockets.set(request, socket)
    },
  ],
  [
    'undici:request:headers',
    (message) => {
      const { request, response } = message as Message
      if (response.statusCode === 101 || isTunnel(request)) switched.add(request)
    },
  ],
  ['http2.client.stream.created', (message) => streamed(message as Message)],
]

function created(request: FetchRequest): void {
  if (isTunnel(request)) tunnels.add(request)
  if (request.upgrade) handshakes.add(request)
  onFetch?.(request)
}

function connected(socket: Message['socket']): void {
  pooled.add(socket)
  // The tunnel that a proxy was asked for is a connection like any other from now on; TLS puts a socket in front of it.
  const request = requests.get(socket._parent ?? socket)
  if (request && isTunnel(request)) poolsTunnels.add(request)
}

/** Over HTTP/2 a WebSocket is one stream of a connection that others use, too; undici does not tell which. */
function streamed({ stream, headers }: Message): void {
  if (headers[':protocol'] !== 'websocket') return
  for (const request of handshakes) {
    if (sockets.has(request) || request.path !== headers[':path'] || hostOf(request) !== headers[':authority']) continue
    sockets.set(request, stream)
    switched.add(request)
    return
  }
}

const hostOf = ({ origin }: FetchRequest): string | undefined => origin && new URL(origin).host

/** Starts to listen; `fetched` is told of every request of fetch and undici inside the call. */
export function listenToFetches(fetched: (request: FetchRequest) => void): void {
  onFetch = fetched
  for (const [name, listener] of channels) subscribe(name, listener)
}

/** Stops to listen. */
export function leaveFetches(): void {
  for (const [name, listener] of channels) unsubscribe(name, listener)
}

/** The fetch that last used a socket. */
export const fetchOn = (socket: object): FetchRequest | undefined => requests.get(socket)

/** The socket a fetch was sent on, or the stream that a WebSocket over HTTP/2 is. */
export const socketOfFetch = (request: object): object | undefined => sockets.get(request)

/** Whether a socket is of a pool of fetch's or undici's: it goes from one request to the next, whoever makes them. */
export const isPooled = (socket: object | undefined): boolean => socket !== undefined && pooled.has(socket)

/** Whether the answer to a request was to go on with its socket as something else. */
export const hasSwitched = (request: FetchRequest): boolean => switched.has(request)

/** Whether a proxy is asked for a tunnel. */
export const isTunnel = ({ method }: FetchRequest): boolean => method === 'CONNECT'

/** Whether that tunnel has become a connection of a pool. */
export const isPoolsTunnel = (request: FetchRequest): boolean => poolsTunnels.has(request)

/** The tunnels that a proxy has not opened yet, of a pool that is to send this request through one. */
export function tunnelsOf(request: FetchRequest): FetchRequest[] {
  const asked = [...tunnels]
  if (asked.length === 0 || isTunnel(request) || request.origin === undefined) return []
  const { hostname, port, protocol } = new URL(request.origin)
  const target = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
  return asked.filter((tunnel) => tunnel.path === target && !switched.has(tunnel))
}

import type { Socket } from 'node:net'
import { type FetchRequest, hasSwitched, isPoolsTunnel, isTunnel, socketOfFetch, tunnelsOf } from '../fetches.js'
import { isMocked, type Kind } from './kind.js'

/** A request of what Node's fetch and WebSocket are built on. */
interface Resource {
  request: FetchRequest & { onError?(error: Error): void }
}

const becomesSocket = (request: FetchRequest): boolean => Boolean(request.upgrade) || isTunnel(request)

const socketOf = (request: FetchRequest): Socket | undefined => socketOfFetch(request) as Socket | undefined

/** `fetch`, from the request until its body has arrived or was cancelled, and `websocket`, until it is closed. */
export const fetchRequest: Kind<Resource> = {
  name: 'fetch',
  types: ['fetch'],
  depth: 48,
  state: ({ request }) => {
    if (request.aborted || isPoolsTunnel(request)) return 'closed'
    // A WebSocket's handshake and a CONNECT are their socket from then on; whether they also complete depends on the version.
    const isSocket = becomesSocket(request) && (!request.completed || hasSwitched(request))
    const socket = isSocket && socketOf(request)
    if (!socket) return request.completed ? 'closed' : 'open'
    if (socket.destroyed) return 'closed'
    return isMocked(socket) ? 'unref' : 'open'
  },
  maySettle: () => true,
  thing: ({ request }) => request,
  parts: ({ request }) => tunnelsOf(request),
  nameOf: ({ request }) => (request.upgrade ? 'websocket' : 'fetch'),
  describe: ({ request }) => {
    if (isTunnel(request)) return `CONNECT ${request.path} through ${request.origin}`
    const path = request.path ?? ''
    // A proxy is told the whole of it.
    const url = /^https?:/.test(path) ? path : `${request.origin ?? ''}${path}`
    return request.upgrade ? `WebSocket ${url.replace(/^http/, 'ws')}` : `fetch ${request.method ?? 'GET'} ${url}`
  },
  remedy: ({ request }) => {
    if (request.upgrade) return 'close it with socket.close()'
    if (isTunnel(request)) return 'end it with socket.destroy(), or close the dispatcher'
    return 'read the body to its end, cancel it with response.body.cancel(), or abort the fetch with its signal'
  },
  reclaim: ({ request }) => {
    // Its client learns of the end from the socket, and so can go on with the next request. It is told why: over HTTP/2 some
    // ask a socket that is gone. What has become its socket is the user's, and it may be that nobody hears errors of it.
    const over = new Error('no-orphans: the test that started this fetch is over')
    const socket = socketOf(request)
    if (socket && !socket.destroyed) socket.destroy(becomesSocket(request) ? undefined : over)
    else request.onError?.(over)
  },
}

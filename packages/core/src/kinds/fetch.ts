import type { Socket } from 'node:net'
import { type FetchRequest, socketOfFetch } from '../announced.js'
import { isMocked, type Kind } from './kind.js'

/** A request of what Node's fetch and WebSocket are built on. */
interface Resource {
  request: FetchRequest & { onError?(error: Error): void }
}

const socketOf = (request: FetchRequest): Socket | undefined => socketOfFetch(request) as Socket | undefined

/** `fetch`, from the request until its body has arrived or was cancelled, and `websocket`, until it is closed. */
export const fetchRequest: Kind<Resource> = {
  name: 'fetch',
  types: ['fetch'],
  depth: 48,
  state: ({ request }) => {
    if (request.aborted || request.completed) return 'closed'
    // A WebSocket's handshake never completes as a request; from then on it is its socket.
    const socket = request.upgrade && socketOf(request)
    if (!socket) return 'open'
    if (socket.destroyed) return 'closed'
    return isMocked(socket) ? 'unref' : 'open'
  },
  maySettle: () => true,
  thing: ({ request }) => request,
  nameOf: ({ request }) => (request.upgrade ? 'websocket' : 'fetch'),
  describe: ({ request }) => {
    const url = `${request.origin ?? ''}${request.path ?? ''}`
    return request.upgrade ? `WebSocket ${url.replace(/^http/, 'ws')}` : `fetch ${request.method ?? 'GET'} ${url}`
  },
  remedy: ({ request }) =>
    request.upgrade
      ? 'close it with socket.close()'
      : 'read the body to its end, cancel it with response.body.cancel(), or abort the fetch with its signal',
  reclaim: ({ request }) => {
    // Its client learns of the end from the socket, and so can go on with the next request.
    const socket = socketOf(request)
    if (socket && !socket.destroyed) socket.destroy()
    else request.onError?.(new Error('no-orphans: the test that started this fetch is over'))
  },
}

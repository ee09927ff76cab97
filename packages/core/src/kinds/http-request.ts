import type { ClientRequest } from 'node:http'
import { type Kind, socketState } from './kind.js'

interface RequestResource {
  req: ClientRequest
}

/** `http-request`: a request of node:http or node:https from its start to the end of its response. */
export const httpRequest: Kind<RequestResource> = {
  name: 'http-request',
  types: ['HTTPCLIENTREQUEST'],
  depth: 24,
  state: ({ req }) => {
    if (!req || req.destroyed) return 'closed'
    // While it waits for a socket it holds nothing.
    return socketState(req.socket) === 'open' ? 'open' : 'unref'
  },
  maySettle: () => true,
  thing: ({ req }) => req,
  // TLS through a proxy stands in front of a socket that was there before.
  parts: ({ req }) => [(req.socket as { _parent?: object | null } | null)?._parent],
  describe: ({ req }) => describeRequest(req),
  remedy: () => 'read the response to its end, or abort it with request.destroy()',
  reclaim: ({ req }) => {
    req.destroy()
  },
}

/** `HTTP request GET http://host/path`, and what it waits for. */
export function describeRequest(request: ClientRequest): string {
  const host = request.getHeader('host') ?? request.host
  const url = `${request.protocol}//${host}${request.path}`
  const response = (request as { res?: { statusCode: number } | null }).res
  const stage = response ? `, response ${response.statusCode} not read to its end` : ''
  return `HTTP request ${request.method} ${url}${stage}`
}

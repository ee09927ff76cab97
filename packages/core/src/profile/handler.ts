import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Check, checked, oneOf } from '../options.js'
import { watchProcess } from './everything.js'
import { profile } from './profile.js'

/** Who may see a profile. */
export interface ProfileHandlerOptions {
  /**
   * Whom to answer. Default `'loopback'`: only requests that come from this machine, by a loopback name, and through
   * no proxy. A function decides for itself, by a login for instance. `true` answers everybody.
   */
  allow?: 'loopback' | true | ((request: IncomingMessage) => boolean)
}

/** A handler for a node:http server, or for any framework's `(req, res)`. */
export interface ProfileHandler extends Disposable {
  (request: IncomingMessage, response: ServerResponse): void
  /** Stops to watch the process. */
  stop(): void
}

const loopbackOrTrue = oneOf('loopback', true)
const checks: Record<keyof ProfileHandlerOptions, Check> = {
  allow: {
    allowed: `${loopbackOrTrue.allowed}, or a function of the request`,
    accepts: (value) => typeof value === 'function' || loopbackOrTrue.accepts(value),
  },
}

/** Makes the handler. Documented where it is exported. */
export function profileHandler(options?: ProfileHandlerOptions): ProfileHandler {
  const { allow = 'loopback' } = checked<ProfileHandlerOptions>(options ?? {}, checks, 'profileHandler()')
  const isAllowed = typeof allow === 'function' ? allow : allow === true ? () => true : isFromHere
  const stop = watchProcess()
  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    if (!isAllowed(request)) refuse(response, 403, 'This endpoint only answers its own machine.')
    else if (request.method !== 'GET' && request.method !== 'HEAD') refuse(response, 405, 'Only GET is answered.')
    else answer(request, response)
  }
  return Object.assign(handler, { stop, [Symbol.dispose]: stop })
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams
  const found = profile()
  if (query.get('format') === 'json') {
    const { total, groups, watched } = found
    send(response, 200, 'application/json', JSON.stringify({ total, watched, groups }), request.method)
  } else {
    send(response, 200, plain, found.text(query.get('debug') === '2' ? 2 : 1), request.method)
  }
}

const plain = 'text/plain; charset=utf-8'
const refuse = (response: ServerResponse, status: number, text: string): void =>
  send(response, status, plain, `${text}\n`)

function send(response: ServerResponse, status: number, type: string, body: string, method?: string): void {
  response.statusCode = status
  response.setHeader('content-type', type)
  response.setHeader('content-length', Buffer.byteLength(body))
  response.setHeader('cache-control', 'no-store')
  response.setHeader('x-content-type-options', 'nosniff')
  response.end(method === 'HEAD' ? undefined : body)
}

const loopbackAddress = /^(?:::ffff:)?127\.|^::1$/
const loopbackHost = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/i
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/**
 * From this machine for certain: a proxy on it speaks for somebody else, and a web page that has rebound its own name
 * to a loopback address still says that name.
 */
function isFromHere({ socket, headers }: IncomingMessage): boolean {
  return (
    loopbackAddress.test(socket.remoteAddress ?? '') &&
    loopbackHost.test(headers.host ?? '') &&
    !proxyHeaders.some((name) => name in headers)
  )
}

import type { FetchRequest } from '../announced.js'
import type { Kind } from './kind.js'

/** What Node's fetch is built on keeps a request's state and the way to end it. */
interface Resource {
  request: FetchRequest & { abort?: boolean; onError?(error: Error): void; abortRequest?: (error: Error) => void }
}

/** `fetch`: a request of global fetch or undici from its start until its body has arrived or was cancelled. */
export const fetchRequest: Kind<Resource> = {
  name: 'fetch',
  types: ['fetch'],
  depth: 48,
  state: ({ request }) => (request.completed || request.aborted ? 'closed' : 'open'),
  maySettle: () => true,
  thing: ({ request }) => request,
  describe: ({ request }) => `fetch ${request.method ?? 'GET'} ${request.origin ?? ''}${request.path ?? ''}`,
  remedy: () => 'read the body to its end, cancel it with response.body.cancel(), or abort the fetch with its signal',
  reclaim: ({ request }) => {
    request.onError?.(new Error('no-orphans: the test that started this fetch is over'))
  },
}

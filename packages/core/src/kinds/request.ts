import type { Entry } from '../entry.js'
import { needRest } from '../on-demand.js'
import type { Kind, State } from './kind.js'
import type { KindName } from './names.js'
import { socket } from './socket.js'

interface NativeRequest {
  getAsyncId(): number
  ondone?: unknown
  oncomplete?: unknown
  /** What is written to, or connects. */
  handle?: Parameters<NonNullable<typeof socket.thing>>[0]
}

/** A native request answers for itself: it has its id until it is done. */
const inFlight = (request: NativeRequest): State => (request.getAsyncId() === -1 ? 'closed' : 'open')

/** A synchronous crypto job is announced too, never ends until it is collected, and has nobody to tell. */
const awaited = (job: NativeRequest): State => (job.ondone === undefined ? 'closed' : inFlight(job))

/** The reads of a file that is streamed by native code are announced too, are used again for the next one, and tell nobody. */
const called = (call: NativeRequest): State =>
  call.oncomplete === undefined && call.ondone === undefined ? 'closed' : inFlight(call)

const requestKind = (name: KindName, types: string[], word: string, state = inFlight): Kind<NativeRequest> => ({
  name,
  types,
  depth: 8,
  isBrief: true,
  isRequest: true,
  state,
  maySettle: () => true,
  accompanies: () => true,
  partOf: ({ handle }) => handle && socket.thing?.(handle),
  describe: () => `${word} in flight`,
  remedy: () => 'await it before the test ends',
  reclaim: () => {
    throw new Error('it cannot be cancelled and ends by itself')
  },
})

/** The requests of `fs.promises`. */
export const fileSystem = requestKind('fs', ['FSREQPROMISE', 'FILEHANDLECLOSEREQ'], 'file system call')

/** `dns`, `fs`, `crypto`, `io`: work in flight that Node cannot cancel. */
export const requests: Kind<NativeRequest>[] = [
  requestKind('dns', ['GETADDRINFOREQWRAP', 'GETNAMEINFOREQWRAP', 'QUERYWRAP'], 'DNS request'),
  {
    ...requestKind('fs', ['FSREQCALLBACK'], 'file system call', called),
    confirm: (entries: Entry[]) => needRest().confirmRequests(entries),
  },
  fileSystem,
  requestKind(
    'io',
    ['TCPCONNECTWRAP', 'PIPECONNECTWRAP', 'SHUTDOWNWRAP', 'WRITEWRAP', 'UDPSENDWRAP'],
    'write, connect or shutdown of a stream',
  ),
  requestKind(
    'crypto',
    [
      'PBKDF2REQUEST',
      'RANDOMBYTESREQUEST',
      'RANDOMPRIMEREQUEST',
      'CHECKPRIMEREQUEST',
      'SCRYPTREQUEST',
      'SIGNREQUEST',
      'KEYPAIRGENREQUEST',
      'KEYGENREQUEST',
      'KEYEXPORTREQUEST',
      'CIPHERREQUEST',
      'DERIVEBITSREQUEST',
      'HASHREQUEST',
      'VERIFYREQUEST',
      'ARGON2REQUEST',
      'KEMENCAPSULATEREQUEST',
      'KEMDECAPSULATEREQUEST',
    ],
    'crypto work',
    awaited,
  ),
]

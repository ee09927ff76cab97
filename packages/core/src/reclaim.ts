import { EventEmitter } from 'node:events'
import type { Entry } from './entry.js'
import { fetchOn } from './fetches.js'
import { orphansOf } from './gather.js'
import { originOf } from './origin.js'
import { renderOrphan } from './orphan-error.js'
import type { Scope } from './scope.js'
import { turn } from './turns.js'

// What is closed may have been about to open the next: a poll loop ends when its timer and what it awaits are gone.
const rounds = 5

/**
 * Closes what was reported in these scopes, and what came of it since.
 *
 * @param last Nothing of the user runs any more.
 * @returns What could not be closed, in words.
 */
export async function reclaim(scopes: Iterable<Scope>, last = false): Promise<string[]> {
  const failures = new Map<Entry, string>()
  for (let round = 0; round < rounds; round++) {
    const left = [...scopes].flatMap((scope) => reportedIn(scope)).filter((entry) => !failures.has(entry))
    if (left.length === 0) break
    if (last) left.forEach(silence)
    await Promise.all(left.map((entry) => close(entry, failures)))
    await turn()
  }
  // What could not be closed by itself may be over with what it was a part of.
  return [...failures].filter(([entry]) => entry.state() !== 'closed').map(([, failure]) => failure)
}

/** Everything still open that was reported, here and below. */
export function reportedIn(scope: Scope): Entry[] {
  const here = scope.sweep().filter((entry) => entry.reported || isSequel(entry))
  return [...here, ...[...scope.below].flatMap(reportedIn)]
}

/** What came of a reported leak since. What the runner or Node made meanwhile, outside every context, is not ours to close. */
function isSequel(entry: Entry): boolean {
  if (!entry.scope.reported || entry.asyncId <= entry.scope.judgedUpTo) return false
  if (entry.kind.isProcessWide?.(entry.resource)) return false
  const { nobody, creator } = originOf(entry)
  return !nobody && creator !== undefined
}

async function close(entry: Entry, failures: Map<Entry, string>): Promise<void> {
  // What is cut off in the middle of its work says so, and where nobody listens that is thrown at everybody.
  emitterOf(entry)?.on('error', () => {})
  try {
    await entry.kind.reclaim(entry.resource)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const [orphan] = orphansOf([entry])
    failures.set(entry, `${orphan ? renderOrphan(orphan) : entry.kind.name}\n    could not be closed: ${reason}`)
  }
}

const endings = ['end', 'close', 'exit', 'disconnect', 'error', 'aborted', 'timeout']
const heard = ['socket', 'http-request', 'file', 'worker', 'child-process']

/**
 * Whoever waits for the end of a connection, a worker or a child must not hear of it: a database client would throw at
 * nobody, which fails the run once more, and many would connect again; a pool of workers would start the next; a promise of a
 * pipeline would reject.
 */
function silence(entry: Entry): void {
  const thing = emitterOf(entry)
  if (!thing || !heard.includes(entry.kind.name)) return
  // What fetch is built on keeps its connections for later requests and must know that one is gone.
  if (fetchOn(thing)) return
  for (const ending of endings) thing.removeAllListeners(ending)
}

function emitterOf({ kind, resource }: Entry): EventEmitter | undefined {
  const thing = kind.thing?.(resource)
  return thing instanceof EventEmitter ? thing : undefined
}

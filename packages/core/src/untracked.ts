import { asyncWrapProviders } from 'node:async_hooks'
import { newAddons } from './addons.js'
import { Entry } from './entry.js'
import { kindOfType } from './kinds/index.js'
import type { Kind } from './kinds/kind.js'
import { messagePort } from './kinds/message-port.js'
import { needRest } from './on-demand.js'
import type { Scope } from './scope.js'
import { wasSeen } from './tracker.js'

/*
 * At a file's end Node's own list of what is open is compared with the ledger, which hears of a thing only when it is
 * made. A handle that nobody announced, because the tracker had to stop, is not missed: it is the file's, without a line.
 *
 * Silent, because nobody could tell whose it is:
 * - what is older than the file: the runner's own, a preloaded module's, a global setup's. That nobody closed it in this
 *   file is right.
 * - message ports, by which runners talk, and standard input and output.
 * - timers, requests and workers: Node only counts them, and the runner's own are in the count.
 */

type Handle = object & { getAsyncId(): number; getProviderType?(): number }

const openHandles = (): object[] =>
  (process as unknown as { _getActiveHandles?(): object[] })._getActiveHandles?.() ?? []

const typeNames = new Map(Object.entries(asyncWrapProviders).map(([name, number]) => [number, name]))

/** Enters, for a file, what Node holds open and the tracker has not seen being made. */
export function enterUntracked(file: Scope): void {
  // What a native addon opens may be on no list of Node's.
  if (newAddons().length > 0) needRest().enterUnannounced(file)
  const unseen = openHandles()
    .map(nativeOf)
    .filter((handle) => handle !== undefined && !wasSeen(handle.getAsyncId())) as Handle[]
  // The ledger is in the order of ids.
  for (const handle of unseen.sort((a, b) => a.getAsyncId() - b.getAsyncId())) {
    const kind = kindOfType(typeNames.get(handle.getProviderType?.() ?? -1) ?? '', handle)
    if (!kind || kind === messagePort) continue
    const entry = new Entry(handle, untracked(kind), handle.getAsyncId(), 0, { frames: [] }, file)
    file.add(entry)
  }
}

/** The native handle: Node lists what a person holds, such as a net.Server, where there is such a thing. */
function nativeOf(listed: object): Handle | undefined {
  // A datagram socket has an accessor of that name, which warns whoever looks.
  const handle = Object.hasOwn(listed, '_handle') ? (listed as { _handle?: object })._handle : undefined
  const candidates = [listed, handle, ...Object.getOwnPropertySymbols(listed).map((symbol) => stateAt(listed, symbol))]
  return candidates.find((each) => typeof (each as Partial<Handle> | undefined)?.getAsyncId === 'function') as Handle
}

/** A datagram socket keeps its handle one step further in. */
const stateAt = (listed: object, symbol: symbol): unknown =>
  (listed as Record<symbol, { handle?: object } | undefined>)[symbol]?.handle

const wrapped = new Map<Kind, Kind>()

/** `untracked`: of whichever kind, and with everything that is known about that; only its beginning is not. */
function untracked(kind: Kind): Kind {
  const known = wrapped.get(kind)
  if (known) return known
  const made: Kind = {
    ...kind,
    name: 'untracked',
    unseen: true,
    nameOf: () => 'untracked',
    describe: (resource) => `untracked ${kind.describe(resource)}`,
  }
  wrapped.set(kind, made)
  return made
}

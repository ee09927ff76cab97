import type { Entry } from '../entry.js'
import { clientOf, clientsIn, ownNameOf, withoutParts } from '../gather.js'
import type { KindName } from '../kinds/names.js'
import { originOf } from '../origin.js'

/** Sorts of resources that a limit can be set for. `total` is everything, as a report would count it. */
export type Family = 'sockets' | 'timers' | 'children' | 'workers' | 'files' | 'requests' | 'total'

export const families: readonly Family[] = ['sockets', 'timers', 'children', 'workers', 'files', 'requests', 'total']

const familyOfKind: Partial<Record<KindName, Family>> = {
  socket: 'sockets',
  udp: 'sockets',
  timeout: 'timers',
  'child-process': 'children',
  worker: 'workers',
  file: 'files',
  'file-handle': 'files',
  directory: 'files',
  'http-request': 'requests',
  fetch: 'requests',
  dns: 'requests',
  fs: 'requests',
  crypto: 'requests',
  zlib: 'requests',
}

/** Whether a resource may count in a family. */
export function mayCount(family: Family, { kind }: Entry): boolean {
  // An immediate is over with the turn, and a listener holds nothing open.
  if (family === 'total') return kind.name !== 'immediate' && kind.name !== 'listener' && kind.name !== 'promise'
  return familyOfKind[kind.name] === family
}

/** Those that are open now, each thing that a person opened once. */
export function openAtOnce(family: Family, entries: Entry[], alive: Entry[], unref: boolean): Entry[] {
  const open = entries.filter((entry) => isOpen(family, entry, unref) && !entry.kind.isProcessWide?.(entry.resource))
  if (family === 'sockets') return openSockets(open, alive)
  const whole = withoutParts(open, alive)
  return family === 'requests' ? whole.filter((entry) => ownNameOf(entry) !== 'websocket') : whole
}

function isOpen(family: Family, entry: Entry, unref: boolean): boolean {
  // What was closed and only waits for its end is not one more.
  if (entry.kind.isEnding?.(entry.resource)) return false
  const state = entry.state()
  // A request that waits for a socket holds nothing yet, and is in flight all the same.
  return state === 'open' || (state === 'unref' && (unref || family === 'requests'))
}

/** Unlike in a report, a socket counts beside the request that is on it; a child's pipes are still the child's. */
function openSockets(open: Entry[], alive: Entry[]): Entry[] {
  const parts = new Set<unknown>()
  for (const { kind, resource } of alive) for (const part of kind.parts?.(resource) ?? []) parts.add(part)
  const clients = clientsIn(open)
  const seen = new Set<unknown>()
  return open.filter((entry) => {
    const { kind, resource } = entry
    const thing = kind.thing?.(resource) ?? resource
    if (seen.has(thing) || parts.has(thing) || parts.has(resource)) return false
    seen.add(thing)
    // The two ends of one connection in one process are one: the one that was opened, not the one that was accepted.
    return !clientOf(entry, clients)
  })
}

/** What Node or the runner opened for itself is nobody's. Takes a formatted stack, so it is asked last. */
export function isSomebodys(entry: Entry): boolean {
  const { creator, nobody } = originOf(entry)
  return creator !== undefined && !nobody
}

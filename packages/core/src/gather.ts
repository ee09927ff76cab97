import type { Entry } from './entry.js'
import { framesOf } from './frames.js'
import type { End } from './kinds/address.js'
import { originOf } from './origin.js'
import type { Frame, Orphan } from './orphan.js'

/** Leaves out what exists only on behalf of something else that is open: one thing a person opened is one orphan. */
export function withoutParts(entries: Entry[], alive: Entry[]): Entry[] {
  const things = new Map<unknown, Entry>()
  const owned = new Set<unknown>()
  // What is unref'd and not reported itself must not hide a part of it that does hold the process. What is closed and
  // still among them has parts that are not.
  const wholes = [...entries, ...alive.filter((each) => each.state() !== 'unref')]
  const clients = clientsIn(wholes)
  for (const entry of wholes) {
    const thing = thingOf(entry)
    if (!things.has(thing)) things.set(thing, entry)
    for (const part of entry.kind.parts?.(entry.resource) ?? []) owned.add(part)
  }
  // What Node makes for itself inside the very call that opens a thing, such as a worker's own ports, is part of that.
  const nodes = new Set(entries.filter((entry) => !entry.kind.parts && (entry.state() === 'unref' || isNodes(entry))))
  const calls = new Set(nodes.size > 0 ? entries.filter((entry) => entry.kind.parts).map(callOf) : [])
  const seen = new Set<unknown>()
  return entries.filter((entry) => {
    const thing = thingOf(entry)
    if (seen.has(thing) || owned.has(thing) || owned.has(entry.resource)) return false
    seen.add(thing)
    if (nodes.has(entry) && calls.has(callOf(entry))) return false
    const whole = entry.kind.partOf?.(entry.resource)
    if (whole !== undefined && things.has(whole)) return false
    // An accepted socket whose other end is open in this process too: that end is what a person opened.
    if (clientOf(entry, clients)) return false
    if (!accompanies(entry)) return true
    if (entry.cause && things.has(thingOf(entry.cause))) return false
    // Where Node does not know for what it made this, it was for something of the same scope.
    return originOf(entry).creator || !entries.some((other) => other.scope === entry.scope && !accompanies(other))
  })
}

const isNodes = ({ kind, captured }: Entry): boolean => kind.isNodes?.(framesOf(captured)) ?? false

const endOf = ({ kind, resource }: Entry): End | undefined => kind.end?.(resource)

/** Whether it is a server's end of a connection. */
export const isAccepted = (entry: Entry): boolean => endOf(entry)?.accepted ?? false

const accompanies = ({ kind, resource }: Entry): boolean => kind.accompanies?.(resource) ?? false

/** The sockets that connected, by the name of that end. */
export function clientsIn(entries: Entry[]): Map<string, Entry> {
  const ends = entries.map(endOf)
  const onPaths = ends.some((end) => end?.accepted && end.onPath)
  const clients = new Map<string, Entry>()
  entries.forEach((entry, index) => {
    const end = ends[index]
    if (!end || end.accepted || (end.onPath && !onPaths)) return
    if (end.client && !clients.has(end.client)) clients.set(end.client, entry)
  })
  return clients
}

/** The other end of an accepted connection, if it is one of these. */
export function clientOf(entry: Entry, clients: Map<string, Entry>): Entry | undefined {
  const end = endOf(entry)
  return end?.accepted && end.client ? clients.get(end.client) : undefined
}

const thingOf = (entry: Entry): unknown => entry.kind.thing?.(entry.resource) ?? entry.resource

/** The very call that made an entry, as far as its stack tells. */
const callOf = (entry: Entry): string => place(originOf(entry).creator) || String(entry.asyncId)

const behind = new WeakMap<Orphan, Entry[]>()

/** The entries that an orphan speaks of; none for one that another process described. */
export const entriesOf = (orphan: Orphan): readonly Entry[] => behind.get(orphan) ?? []

/** Describes entries; equal ones of one origin become one orphan with a count. */
export function orphansOf(entries: Entry[]): Orphan[] {
  const orphans = new Map<string, Orphan>()
  for (const entry of entries) {
    const { kind, resource, scope } = entry
    const origin = originOf(entry)
    const name = nameOf(entry)
    const key = [name, place(origin.creator), place(origin.user), scope.type, scope.name].join('\n')
    const known = orphans.get(key)
    if (known) {
      known.count++
      behind.get(known)?.push(entry)
      continue
    }
    const orphan: Orphan = {
      kind: name,
      description: kind.describe(resource, origin.through),
      remedy: kind.remedy(resource, origin.through),
      ...(origin.user && { origin: origin.user }),
      ...(origin.creator && { creator: origin.creator }),
      ...(origin.package && { package: origin.package }),
      stack: origin.stack,
      owner: { type: scope.type, name: scope.name, ...(scope.file && { file: scope.file }) },
      unref: entry.state() === 'unref',
      count: 1,
      ...(entry.createdAt !== undefined && { createdAt: entry.createdAt }),
    }
    behind.set(orphan, [entry])
    orphans.set(key, orphan)
  }
  return [...orphans.values()]
}

/** The word for an entry as far as it tells itself: where very many are counted, a stack each costs too much. */
export const ownNameOf = ({ kind, resource }: Entry): string => kind.nameOf?.(resource) ?? kind.name

/** The word for an entry, in reports and in allow rules. */
export const nameOf = (entry: Entry): string =>
  entry.kind.nameOf?.(entry.resource, originOf(entry).through) ?? entry.kind.name

const place = (frame: Frame | undefined): string => (frame ? `${frame.file}:${frame.line}:${frame.column}` : '')

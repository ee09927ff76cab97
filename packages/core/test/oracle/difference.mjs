/*
 * What the ledger says is open and what Node says is open, resource by resource.
 */
import { readdirSync, readlinkSync } from 'node:fs'

const requests = ['fs', 'dns', 'io', 'crypto']
/** Work that ends by itself. */
export const isInFlight = ({ kind }) => [...requests, 'zlib'].includes(kind.name)

const timers = ['Timeout', 'Immediate']

/** They are open, and a process with nothing else ends. */
export const holdsNothing = (kind) => ['file', 'file-handle', 'directory'].includes(kind)

/** Every entry of a scope and of those below it that is open and ref'd. */
export function openIn(scope) {
  const entries = (each) => [...each.sweep(), ...[...each.below].flatMap(entries)]
  return entries(scope).filter((entry) => entry.state() === 'open')
}

const nameOf = (thing) => thing?.constructor?.name ?? String(thing)

const endsOf = ({ fd, localPort, remotePort }) =>
  localPort ? `, from port ${localPort} to ${remotePort}` : fd === undefined ? '' : `, descriptor ${fd}`

/** What a person holds of a native handle. Node lists either. */
const ownerOf = (handle) =>
  handle[Object.getOwnPropertySymbols(handle).find(({ description }) => description === 'owner_symbol')] ?? handle

/**
 * @param {object[]} open the open entries of the ledger
 * @param {Set<object>} before what is not asked about
 * @param {string} directory where the files are
 * @returns {string[]} where the two differ
 */
export function difference(open, before, directory) {
  return [...differentHandles(open, before), ...differentTimers(open), ...differentFiles(open, directory)]
}

function differentHandles(open, before) {
  const handles = new Set(process._getActiveHandles().filter((handle) => !before.has(handle)))
  const isNodes = ({ resource }) => handles.has(resource) || handles.has(ownerOf(resource))
  const known = new Set(open.flatMap(({ kind, resource }) => [resource, ownerOf(resource), kind.thing?.(resource)]))
  const onlyNodes = [...handles].filter((handle) => !known.has(handle) && isActive(handle))
  // A request, a fetch and a session are open by the handle of their connection. Node knows no list of workers.
  const things = new Set(
    open.filter(isNodes).flatMap(({ kind, resource }) => [kind.thing?.(resource), kind.partOf?.(resource)]),
  )
  const isBacked = (entry) => {
    const { kind, resource } = entry
    if (isNodes(entry) || things.has(kind.thing?.(resource))) return true
    return [...(kind.parts?.(resource) ?? [])].some((part) => handles.has(part))
  }
  const onlyOurs = open.filter((entry) => {
    const isListed =
      !timers.includes(nameOf(entry.resource)) && entry.kind.name !== 'worker' && !holdsNothing(entry.kind.name)
    return isListed && !requests.includes(entry.kind.name) && !isBacked(entry)
  })
  return [
    ...onlyNodes.map((handle) => `only Node has a ${nameOf(handle)} open${endsOf(handle)}`),
    ...onlyOurs.map(({ kind, resource }) => `only the ledger has a ${kind.name} open: ${kind.describe(resource)}`),
  ]
}

/** Node lists what is ref'd, such as a pipe that nothing is written to; libuv, on which a process ends, knows better. */
function isActive(handle) {
  const fd = handle._handle?.fd ?? -1
  // Or it would ask for the names of all addresses.
  process.report.excludeNetwork = true
  return fd < 0 || !process.report.getReport().libuv.some((each) => each.fd === fd && !each.is_active)
}

function differentTimers(open) {
  const infos = process.getActiveResourcesInfo()
  return timers.flatMap((name) => {
    const ours = open.filter(({ resource }) => nameOf(resource) === name).length
    const nodes = infos.filter((info) => info === name).length
    return ours === nodes ? [] : [`the ledger has ${ours} of ${name} open, Node ${nodes}`]
  })
}

/** Of descriptors Node knows nothing; the system does, on Linux. */
function differentFiles(open, directory) {
  if (process.platform !== 'linux') return []
  const ours = open.filter(({ kind }) => holdsNothing(kind.name)).length
  const systems = readdirSync('/proc/self/fd').filter((fd) => linkOf(fd)?.startsWith(directory)).length
  return ours === systems ? [] : [`the ledger has ${ours} files and directories open, the system ${systems}`]
}

function linkOf(fd) {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    // The list's own is gone by now.
    return undefined
  }
}

/** Requests in flight, at this moment: each that Node has is in the ledger. */
export function missedRequests(open) {
  const known = new Set(open.filter(({ kind }) => requests.includes(kind.name)).map(({ resource }) => resource))
  const missed = process._getActiveRequests().filter((request) => !known.has(request))
  return missed.map((request) => `only Node has a ${nameOf(request)} in flight`)
}

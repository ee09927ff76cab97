import asyncHooks, { type AsyncHook, createHook } from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'
import { noteAddons } from './addons.js'
import { leaveChannels, listenToChannels, takeConnecting } from './announced.js'
import { leaveCollectors, watchCollectors } from './collectors.js'
import { currentContext, currentScope, scopeOf, stackOf } from './context.js'
import { leaveDescriptors, watchDescriptors } from './descriptors.js'
import { Entry } from './entry.js'
import { noteFailure } from './failure.js'
import { leaveFetchCalls, stackOfFetch, watchFetchCalls } from './fetch-calls.js'
import { leaveFetches, listenToFetches } from './fetches.js'
import { isForeign, kindOfType } from './kinds/index.js'
import { native } from './kinds/native.js'
import { socket } from './kinds/socket.js'
import { isNative, leaveNatives, noteNative } from './natives.js'
import { isPaused } from './paused.js'
import type { Scope } from './scope.js'
import { type CapturedStack, captureStack } from './stack.js'

/*
 * The hot path. It runs for every asynchronous thing Node makes, so it decides by the type's kind alone, keeps an
 * unformatted stack, and never throws into the user's code.
 */

// An import of CommonJS is a property that is looked up by its name at every call.
const { executionAsyncId, triggerAsyncId } = asyncHooks

// What is made outside every scope, such as a module's top level, belongs to this one.
let root: Scope | undefined
// While no file runs, to this one.
let processRoot: Scope | undefined
// The sockets a server accepts are made outside every async context: they are their server's.
const servers = new Map<number, Scope>()
let clock: (() => number) | undefined
// Async ids only grow: what was made from this one on was announced to nobody.
let unseenFrom = Number.POSITIVE_INFINITY

// Nothing calls where a server accepts.
const noStack: CapturedStack = { frames: [] }
// Of what needs one of its own, which is still to be taken.
const itsOwn: CapturedStack = {}

/** V8 reads back every local variable of a function in whose call a stack is taken: this one has few. */
function init(asyncId: number, type: string, triggerId: number, resource: object): void {
  try {
    const entry = entryOf(asyncId, type, triggerId, resource)
    if (!entry) return
    if (entry.captured === itsOwn) {
      entry.captured = captureStack(entry.scope.depthOf(entry.kind), init)
      entry.scope.keepFull(entry.kind, entry.captured)
    }
    enter(entry)
  } catch (error) {
    // A tracker that throws must never break the user's test: it stops, and the next verdict says so.
    noteFailure(error)
    unseenFrom = asyncId
    hook?.disable()
  }
}

/** What is made now, if it is of a kind and in a scope. It has a stack already where it needs none of its own. */
function entryOf(asyncId: number, type: string, triggerId: number, resource: object): Entry | undefined {
  const connecting = takeConnecting()
  // Only speed: a promise has no handle and would be turned away below.
  if (type === 'PROMISE' || isPaused()) return undefined
  const kind = kindOfType(type, resource)
  if (!kind && !(isForeign(type) && isNative(resource))) return undefined
  const running = executionAsyncId()
  // Outside every callback, where connections are accepted, the current scope is whichever was entered last.
  const accepted = running === 0 ? servers.get(triggerId) : undefined
  const context = currentContext()
  const scope = accepted ?? scopeOf(context) ?? servers.get(triggerId) ?? servers.get(running) ?? root
  if (!scope) return undefined
  if (!kind) {
    const captured = scope.capture(native, init)
    noteNative({ asyncId, triggerId, type, captured, scope, isGone: false, isHeld: undefined })
    return undefined
  }
  const known = kind !== socket ? stackOf(context) : accepted ? noStack : connecting
  const captured = known ?? scope.inheritedStack(kind, running) ?? itsOwn
  const reused = kind.reused?.(resource)
  return new Entry(reused ?? resource, kind, asyncId, triggerId, captured, scope, triggerAsyncId())
}

function enter(entry: Entry): void {
  const { kind, scope } = entry
  if (kind.reused) handOn(entry)
  if (clock) entry.createdAt = clock()
  if (kind.adopts) servers.set(entry.asyncId, scope)
  scope.add(entry)
}

const inUse = new WeakMap<object, Entry>()

/** Who takes a socket into use again answers for it from then on. */
function handOn(entry: Entry): void {
  const last = inUse.get(entry.resource)
  if (last) last.handedOn = true
  inUse.set(entry.resource, entry)
}

let hook: AsyncHook | undefined
let users = 0

/** Starts tracking, or adds one more user of it. */
export function track(): void {
  if (users++ > 0) return
  noteAddons()
  hook ??= createHook({ init, trackPromises: false } as Parameters<typeof createHook>[0])
  hook.enable()
  listenToChannels()
  listenToFetches(recordFetch)
  watchFetchCalls()
  watchDescriptors(record)
  watchCollectors(outermost)
  // Who imports a function of Node's by its name gets what stands in front of it.
  syncBuiltinESMExports()
}

/** One user of tracking less; the last one switches it off. */
export function untrack(): void {
  if (--users > 0) return
  hook?.disable()
  leaveChannels()
  leaveFetches()
  leaveFetchCalls()
  leaveDescriptors()
  leaveCollectors()
  syncBuiltinESMExports()
  leaveNatives()
  servers.clear()
}

/** Whether the tracker was there when something was made; of what is older than the file, it is not asked. */
export const wasSeen = (asyncId: number): boolean => asyncId < unseenFrom

/** The scope of what is made outside every other one. A tracker that had to stop goes on with it. */
export function setRoot(scope: Scope | undefined): void {
  root = scope
  if (scope && users > 0) hook?.enable()
  if (scope) unseenFrom = Number.POSITIVE_INFINITY
  const over = new Set([...new Set(servers.values())].filter((owner) => owner.sweep().length === 0))
  for (const [id, owner] of servers) if (over.has(owner)) servers.delete(id)
}

/** The scope of what is made outside every other one while no file runs. */
export function setProcessRoot(scope: Scope): void {
  processRoot = scope
  setRoot(scope)
}

/** What is made outside every scope is not this one's from now on, unless another scope has taken over. */
export function leaveRoot(scope: Scope): void {
  if (root === scope || root === undefined) root = processRoot
}

/** The scope that a resource made now would belong to. */
export const scopeNow = (): Scope | undefined => currentScope() ?? root

/** Keeps the time of each creation, for the run report. */
export function keepTimes(now: () => number): void {
  clock = now
}

/** The scopes that enclose all others of which something may be open. */
function outermost(): Set<Scope> {
  const scopes = new Set<Scope>()
  for (const inner of [root, currentScope()]) {
    let scope = inner
    while (scope?.parent) scope = scope.parent
    if (scope) scopes.add(scope)
  }
  return scopes
}

/** Records what async_hooks does not announce: the resource is then asked like any other. */
export function record(resource: object, type: string, captured: CapturedStack, scope = scopeNow()): void {
  const kind = kindOfType(type, resource)
  if (!kind || !scope) return
  const entry = new Entry(resource, kind, scope.idOfItsOwn, executionAsyncId(), captured, scope, triggerAsyncId())
  if (clock) entry.createdAt = clock()
  scope.add(entry)
}

function recordFetch(request: object): void {
  record(
    { request },
    'fetch',
    stackOfFetch(() => captureStack(fetchDepth, recordFetch)),
  )
}

// undici makes its request some thirty frames below the user's call.
const fetchDepth = 48

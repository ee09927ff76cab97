import { type AsyncHook, createHook, executionAsyncId } from 'node:async_hooks'
import { currentScope } from '../context.js'
import type { Scope } from '../scope.js'
import { captureStack } from '../stack.js'
import { PromiseRecord } from './record.js'

/*
 * The promises that tests make, only while somebody asks for them: every promise then costs a captured stack. No promise
 * is kept alive, and of a promise that is settled nothing is kept.
 */

export type PromiseMode = true | 'proved'

const followed = new Map<Scope, PromiseMode>()
const records = new Map<number, PromiseRecord>()
const ledgers = new WeakMap<Scope, Map<number, PromiseRecord>>()
const judged = new WeakSet<Scope>()

// Three frames are Node's own hook; a wait's others say who started it.
const waitDepth = 14
const otherDepth = 7

function init(id: number, type: string, triggerId: number, promise: object): void {
  if (type !== 'PROMISE') return
  const scope = currentScope()
  // Only what a test or a block does can be left by it; what it leaves goes on to wait, and was reported.
  if (!scope || (scope.type !== 'test' && scope.type !== 'block') || judged.has(scope)) return
  if (modeOf(scope) === undefined) return
  const running = executionAsyncId()
  // A promise is triggered by the one it waits for; without one, by what is running.
  const isReaction = triggerId !== running
  const within = records.get(running)
  const awaited = isReaction ? records.get(triggerId) : undefined
  let ledger = ledgers.get(scope)
  if (!ledger) {
    ledger = new Map()
    ledgers.set(scope, ledger)
  }
  const captured = captureStack(isReaction ? waitDepth : otherDepth, init)
  const record = new PromiseRecord(promise, captured, isReaction, awaited, within, ledger)
  records.set(id, record)
  ledger.set(id, record)
}

/** An await goes on, a callback of `.then()` runs. */
function before(id: number): void {
  const record = records.get(id)
  if (record?.isReaction) record.done = true
}

/** Settled; for an await, once what came after it has run. */
function promiseResolve(id: number): void {
  const record = records.get(id)
  if (!record) return
  record.done = true
  records.delete(id)
  record.ledger.delete(id)
}

let hook: AsyncHook | undefined

/** Follows the promises that are made in a scope, and below it. */
export function followPromises(scope: Scope, mode: PromiseMode): void {
  followed.set(scope, mode)
  hook ??= createHook({ init, before, promiseResolve })
  hook.enable()
}

/** Ends that; the last one switches it off. */
export function unfollowPromises(scope: Scope): void {
  if (!followed.delete(scope)) return
  forgetPromises(scope)
  if (followed.size > 0) return
  hook?.disable()
  records.clear()
}

/** What is asked for in a scope, if anything is. */
export function modeOf(scope: Scope): PromiseMode | undefined {
  if (followed.size === 0) return undefined
  for (const each of scope.lineage()) {
    const mode = followed.get(each)
    if (mode !== undefined) return mode
  }
  return undefined
}

/** What was made in a scope and is pending. */
export function pendingIn(scope: Scope): PromiseRecord[] {
  const ledger = ledgers.get(scope)
  if (!ledger) return []
  for (const [id, record] of ledger) if (record.done) ledger.delete(id)
  return [...ledger.values()]
}

/** A scope was judged: what is left in it was reported, or is nobody's business. */
export function forgetPromises(scope: Scope): void {
  judged.add(scope)
  for (const id of ledgers.get(scope)?.keys() ?? []) records.delete(id)
  ledgers.delete(scope)
}

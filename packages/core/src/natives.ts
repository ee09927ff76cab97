import { type AsyncHook, createHook } from 'node:async_hooks'
import type { Scope } from './scope.js'
import type { CapturedStack } from './stack.js'

/*
 * A native addon that calls back from a thread of its own announces it as a plain object, which cannot be asked whether
 * it is open. That it is gone Node tells; that it holds the event loop only libuv's own list says (see held-natively.ts),
 * which takes some ms. So it is kept here, and asked for at the end of a scope in which one was made.
 */

/** What native code announced. */
export interface Native {
  readonly asyncId: number
  readonly triggerId: number
  /** What the addon calls it. */
  readonly type: string
  readonly captured: CapturedStack
  readonly scope: Scope
  /** Node has told that it is gone. */
  isGone: boolean
  /** Whether it held the event loop when that was asked; not asked yet. */
  isHeld: boolean | undefined
}

const alive = new Map<number, Native>()
let hook: AsyncHook | undefined

/** Whether this is how native code announces something; Node's own and JavaScript's resources are of a class. */
export function isNative(resource: object): boolean {
  if (Object.getPrototypeOf(resource) !== Object.prototype) return false
  for (const _ in resource) return false
  return true
}

/** Keeps what native code has announced, until it is gone. */
export function noteNative(native: Native): void {
  alive.set(native.asyncId, native)
  // Where Node tells of promises too, this makes them slower: only from the first such thing on.
  hook ??= createHook({ destroy: isDestroyed, trackPromises: false } as Parameters<typeof createHook>[0])
  hook.enable()
}

function isDestroyed(asyncId: number): void {
  const native = alive.get(asyncId)
  if (!native) return
  native.isGone = true
  alive.delete(asyncId)
  if (alive.size === 0) hook?.disable()
}

/** Of which nobody has asked yet whether it holds the event loop: the newest first. */
export const unsettledNatives = (): Native[] =>
  [...alive.values()].filter(({ isHeld }) => isHeld === undefined).reverse()

/** Those of a scope and of what is below it. */
export const nativesIn = (scope: Scope): Native[] =>
  alive.size === 0 ? [] : unsettledNatives().filter((native) => native.scope.isWithin(scope))

/** What was found to hold the event loop, and is there. */
export const heldNatives = (): Native[] => [...alive.values()].filter(({ isHeld }) => isHeld)

/** Nothing is tracked any more: what was not asked by now is not asked. What is held is remembered as long as it is there. */
export function leaveNatives(): void {
  for (const native of unsettledNatives()) {
    native.isHeld = false
    alive.delete(native.asyncId)
  }
  if (alive.size === 0) hook?.disable()
}

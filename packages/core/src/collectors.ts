import vm from 'node:vm'
import { noteFailure } from './failure.js'
import { needRest } from './on-demand.js'
import { isPaused } from './paused.js'
import type { Scope } from './scope.js'
import { type AnyFunction, type Trap, tap } from './taps.js'

/*
 * A test of memory asks V8 to collect, and then whether a WeakRef still gives something. The ledger would keep what is
 * closed until its next sweep, and V8 keeps every `this` of a captured stack: both let go before.
 */

let outermost = (): Iterable<Scope> => []
const restores: (() => void)[] = []
const watched = new WeakSet<AnyFunction>()

const collecting: Trap = (target, self, args) => {
  try {
    if (!isPaused()) needRest().letGo(outermost())
  } catch (error) {
    noteFailure(error)
  }
  return Reflect.apply(target, self, args)
}

/** Who sets the flag at run time gets the function from a context that is made after it. */
const making: Trap = (target, self, args) => {
  const made: unknown = Reflect.apply(target, self, args)
  if (args[0] !== 'gc' || typeof made !== 'function') return made
  return new Proxy(made, { apply: collecting })
}

/**
 * Begins to watch what collects garbage.
 *
 * @param scopes Gives those below which is everything that may have to be let go.
 */
export function watchCollectors(scopes: () => Iterable<Scope>): void {
  outermost = scopes
  restores.push(watchCollectorOf(globalThis), tap(vm, ['runInNewContext'], making))
}

/**
 * Watches the `gc` of a realm of tests, which has its own where Node runs with `--expose-gc`.
 *
 * @returns What puts it back. It is not kept here: a realm that is held by it is never collected.
 */
export function watchCollectorOf(realm: { gc?: unknown }): () => void {
  if (typeof realm.gc !== 'function' || watched.has(realm.gc as AnyFunction)) return () => {}
  const restore = tap(realm, ['gc'], collecting)
  watched.add(realm.gc as AnyFunction)
  return restore
}

/** Puts the functions back, except what somebody else has replaced since. */
export function leaveCollectors(): void {
  for (const restore of restores.splice(0)) restore()
}

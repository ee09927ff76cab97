import { AsyncLocalStorage } from 'node:async_hooks'
import type { Scope } from './scope.js'

const storage = new AsyncLocalStorage<Scope>()

/** The scope of the running async context. */
export const currentScope = (): Scope | undefined => storage.getStore()

/** Runs a function, and everything it starts, in a scope. */
export function runIn<T>(scope: Scope, fn: () => T): T {
  return storage.run(scope, fn)
}

/** Runs a function outside every scope: what the core does itself in the middle of the user's code. */
export function runOutside<T>(fn: () => T): T {
  return storage.run(undefined as unknown as Scope, fn)
}

/** Puts the rest of the running async context into a scope. */
export function enter(scope: Scope | undefined): void {
  storage.enterWith(scope as Scope)
}

import { AsyncLocalStorage } from 'node:async_hooks'
import type { Scope } from './scope.js'

const storage = new AsyncLocalStorage<Scope>()

/** The scope of the running async context. */
export const currentScope = (): Scope | undefined => storage.getStore()

/** Runs a function, and everything it starts, in a scope. */
export function runIn<T>(scope: Scope, fn: () => T): T {
  return storage.run(scope, fn)
}

/** Puts the rest of the running async context into a scope. */
export function enter(scope: Scope | undefined): void {
  storage.enterWith(scope as Scope)
}

import { AsyncLocalStorage } from 'node:async_hooks'
import type { Scope } from './scope.js'
import type { CapturedStack } from './stack.js'

/** A call of the user's for which Node makes several requests, one after the other: they begin where it did. */
export class Operation {
  readonly scope: Scope
  /** Until it is over: from then on this is the user's own context again. */
  captured: CapturedStack | undefined

  constructor(scope: Scope, captured: CapturedStack) {
    this.scope = scope
    this.captured = captured
  }
}

type Context = Scope | Operation | undefined

const storage = new AsyncLocalStorage<Context>()

/** What the running async context is in. */
export const currentContext = (): Context => storage.getStore()

/** The scope of an async context. */
export const scopeOf = (context: Context): Scope | undefined => (context instanceof Operation ? context.scope : context)

/** The stack of whatever is made in an async context, where that is one operation. */
export const stackOf = (context: Context): CapturedStack | undefined =>
  context instanceof Operation ? context.captured : undefined

/** The scope of the running async context. */
export const currentScope = (): Scope | undefined => scopeOf(storage.getStore())

/** Runs a function, and everything it starts, in a scope or an operation. */
export function runIn<T>(context: Context, fn: () => T): T {
  return storage.run(context, fn)
}

/** Runs a function outside every scope: what the core does itself in the middle of the user's code. */
export function runOutside<T>(fn: () => T): T {
  return storage.run(undefined, fn)
}

/** Puts the rest of the running async context into a scope. */
export function enter(scope: Scope | undefined): void {
  storage.enterWith(scope)
}

/**
 * Puts the running code into a scope until what this gives is called, in the same call. It is `runIn` for who calls by
 * itself: the frames of `runIn` would be in every stack below, of ours and of the user's.
 */
export function visit(scope: Scope): () => void {
  const before = storage.getStore()
  storage.enterWith(scope)
  return () => storage.enterWith(before)
}

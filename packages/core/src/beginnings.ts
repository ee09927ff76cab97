import { performance } from 'node:perf_hooks'
import { currentScope } from './context.js'
import type { Scope } from './scope.js'

/*
 * A server with an address and a file's stream are opened one step after the user's call: by the end of a test that
 * does not wait there is nothing yet. Until the event loop has gone round, their scope is not taken for empty.
 */

const { nodeTiming } = performance
const begun = new WeakMap<Scope, number>()

/** How often the loop has gone round; before Node 22.8 some do not tell, and there a verdict does not wait. */
const rounds = (): number | undefined => nodeTiming.uvMetricsInfo?.loopCount

/** Something of the running scope will be open in a step. */
export function noteBeginning(): void {
  const now = rounds()
  if (now === undefined) return
  for (let scope = currentScope(); scope; scope = scope.parent) begun.set(scope, now)
}

/** Whether something may be about to open in a scope. */
export function isBeginning(scope: Scope): boolean {
  const last = begun.get(scope)
  return last !== undefined && last === rounds()
}

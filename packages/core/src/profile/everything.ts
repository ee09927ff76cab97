import type { Entry } from '../entry.js'
import { withoutParts } from '../gather.js'
import { allOpen } from '../judge.js'
import { isSomebodys, mayCount } from '../patterns/families.js'
import { Scope } from '../scope.js'
import { scopeNow, setRoot, track, untrack } from '../tracker.js'

/*
 * A running program has no test: everything it opens belongs to one scope, which is there as long as somebody looks.
 */

const own = new WeakSet<object>()

/** What these functions themselves have open is not shown. */
export function hide(resource: object): void {
  own.add(resource)
}

let processScope: Scope | undefined
let watchers = 0

/** Watches the whole process from now on, until the function it gives is called. */
export function watchProcess(): () => void {
  watchers++
  track()
  if (!scopeNow()) {
    processScope = new Scope('run', 'this process')
    setRoot(processScope)
  }
  let watching = true
  return () => {
    if (!watching) return
    watching = false
    untrack()
    if (--watchers === 0 && processScope !== undefined && scopeNow() === processScope) setRoot(undefined)
  }
}

/** Everything open, each thing that a person opened once; `undefined` when nobody watches. */
export function everythingOpen(): Entry[] | undefined {
  const scope = scopeNow()
  if (!scope) return undefined
  const open = allOpen(scope).filter(
    (entry) => mayCount('total', entry) && !own.has(entry.resource) && !entry.kind.isProcessWide?.(entry.resource),
  )
  return withoutParts(open, open)
}

/** The same, without what Node and the runner opened for themselves. Takes formatted stacks. */
export const everythingOfSomebody = (): Entry[] | undefined => everythingOpen()?.filter(isSomebodys)

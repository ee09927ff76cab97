import { currentScope } from '../context.js'
import type { Scope } from '../scope.js'
import { captureStack } from '../stack.js'
import { record } from '../tracker.js'
import { birthOf, noteBirths } from './births.js'
import { Registration } from './registration.js'
import { type Added, watchSources } from './sources.js'

/*
 * Listeners that code in a scope adds to what outlives the scope. Each is an entry in the ledger, open until it is
 * taken away; nothing of this is installed unless somebody asks.
 */

type Filter = (target: object) => boolean

const everything: Filter = () => true
const followed = new Map<Scope, Filter>()
let stop: (() => void) | undefined

/**
 * Enters the listeners that are added in a scope, or below it, to what was made outside.
 *
 * @param wanted Which targets count. Default: all.
 */
export function followListeners(scope: Scope, wanted: Filter = everything): void {
  followed.set(scope, wanted)
  if (stop) return
  const endBirths = noteBirths()
  const endSources = watchSources(added)
  stop = () => {
    endSources()
    endBirths()
  }
}

/** Ends that; the last one takes everything off. */
export function unfollowListeners(scope: Scope): void {
  if (!followed.delete(scope) || followed.size > 0) return
  stop?.()
  stop = undefined
}

const depth = 24

const added: Added = (source, target, event, listener, ordinal, above) => {
  const scope = currentScope()
  // What is added outside every test belongs to the file or the process for as long as that lasts.
  if (!scope || (scope.type !== 'test' && scope.type !== 'block')) return
  if (!wantedIn(scope, target) || birthOf(target)?.isWithin(scope)) return
  const captured = captureStack(depth, above)
  record(new Registration(source, target, event, listener, ordinal, captured), 'listener', captured, scope)
}

function wantedIn(scope: Scope, target: object): boolean {
  for (const each of scope.lineage()) {
    const wanted = followed.get(each)
    if (wanted) return wanted(target)
  }
  return false
}

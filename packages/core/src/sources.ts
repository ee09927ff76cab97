import { askForWaits } from './judge.js'
import { followListeners, unfollowListeners } from './listeners/index.js'
import type { ResolvedOptions } from './options.js'
import { hasWaits } from './promises/enter.js'
import { followPromises, unfollowPromises } from './promises/ledger.js'
import type { Scope } from './scope.js'

/* What is only watched where somebody asks for it, because watching it costs something. */

/** Begins to watch in a scope, and below it, what the options ask for beyond resources. */
export function followMore(scope: Scope, options: Pick<ResolvedOptions, 'listeners' | 'promises'>): void {
  if (options.listeners) followListeners(scope)
  if (!options.promises) return
  askForWaits(hasWaits)
  followPromises(scope, options.promises)
}

/** Ends that. */
export function unfollowMore(scope: Scope): void {
  unfollowListeners(scope)
  unfollowPromises(scope)
}

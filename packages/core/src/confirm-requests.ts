import { collectGarbage } from './collect-garbage.js'
import type { Entry } from './entry.js'
import { releaseStacks } from './let-go.js'

const over = { getAsyncId: () => -1 }
const underWay = { getAsyncId: () => 0, oncomplete: null }

/**
 * The last question to requests: which has Node sent on its way? Who stands in for the file system, as mock-fs does, answers
 * one that was never sent, and it keeps its id. Node holds a request for as long as it is under way, and no longer.
 */
export async function confirmRequests(entries: readonly Entry[]): Promise<Entry[]> {
  const held = entries.map((entry) => ({ entry, request: new WeakRef(entry.resource) }))
  // Meanwhile we hold it no more, nor do the stacks of what was made in its callback.
  for (const { entry } of held) entry.resource = underWay
  for (const scope of new Set(entries.map((entry) => entry.scope))) {
    scope.entries.forEach(releaseStacks)
    scope.forgetFullStacks()
  }
  const isKnown = await collectGarbage(() => held.some(({ request }) => request.deref() !== undefined))
  for (const { entry, request } of held) entry.resource = request.deref() ?? (isKnown ? over : underWay)
  return entries.filter((entry) => entry.state() !== 'closed')
}

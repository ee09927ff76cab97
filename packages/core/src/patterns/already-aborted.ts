import type { Entry } from '../entry.js'
import { orphansOf } from '../gather.js'
import type { Orphan } from '../orphan.js'
import { type Abortable, isAbort, otherError } from './abortable.js'
import { isSomebodys } from './families.js'
import { type Outcome, within } from './outcome.js'
import { type Finding, listed } from './pattern.js'
import type { Running } from './running.js'

/** Runs work whose signal is aborted already, and finds out whether it starts something all the same. */
export async function startsWhenAborted(work: Abortable): Promise<Finding> {
  const { block, controller } = work
  const { reason } = controller.signal
  const started: Orphan[] = []
  // What lives no longer than the step that made it, or holds nothing, was not started: a timer cleared at once, the
  // timer of AbortSignal.timeout().
  block.scope.onAdd = (entry) => {
    Promise.resolve().then(() => {
      if (isWork(entry)) started.push(...orphansOf([entry]))
    })
  }
  let outcome: Outcome
  let running: Running | undefined
  try {
    running = work.run()
    outcome = await within(running.end, running.mustEnd ? work.within : 0)
  } catch (thrown) {
    outcome = { state: 'rejected', after: 0, thrown }
  }
  const left = await block.end(outcome.state === 'pending' ? 0 : undefined)
  block.scope.onAdd = undefined
  running?.abandon()
  if (outcome.state === 'rejected' && !isAbort(outcome.thrown, reason)) return otherError(outcome.thrown, left)
  const orphans = [...started, ...left.filter((orphan) => orphan.kind === 'listener')]
  if (orphans.length > 0) {
    const message = `expected the function to start nothing, as its signal was aborted already, and it started ${listed(orphans)}`
    return { pass: false, message, orphans }
  }
  if (outcome.state === 'pending' && running?.mustEnd) {
    const message = `expected the function to end at once, as its signal was aborted already, and it still ran after ${work.within} ms`
    return { pass: false, message, orphans }
  }
  return { pass: true, message: 'expected the function not to heed an aborted signal, and it started nothing', orphans }
}

function isWork(entry: Entry): boolean {
  if (entry.kind.name === 'immediate' || entry.kind.name === 'listener') return false
  if (entry.state() !== 'open' || entry.kind.isProcessWide?.(entry.resource)) return false
  return isSomebodys(entry)
}

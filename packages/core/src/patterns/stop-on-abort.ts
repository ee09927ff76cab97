import { getEventListeners } from 'node:events'
import { runIn } from '../context.js'
import { Block, type BlockOptions, blockOptions } from '../find.js'
import { openIn } from '../judge.js'
import { followListeners, unfollowListeners } from '../listeners/index.js'
import type { Check } from '../options.js'
import type { Orphan } from '../orphan.js'
import { type Abortable, isAbort, otherError } from './abortable.js'
import { startsWhenAborted } from './already-aborted.js'
import { type Ended, type Outcome, within } from './outcome.js'
import { assertFunction, type Finding, listed, milliseconds, numberFrom, readOptions, roundMs } from './pattern.js'
import { follow, type Running } from './running.js'

/** How a function is made to stop, and how long it may take. */
export interface StopOnAbortOptions extends BlockOptions {
  /** How long it may take from the abort until the work has ended, in ms. Default `1000`. */
  within?: number
  /**
   * How long it runs before the abort, in ms, or a function that gives a promise of the right moment. Default `50`.
   */
  after?: number | (() => unknown)
  /** What the signal is aborted with. Default: an `AbortError`, as `controller.abort()` makes it. */
  reason?: unknown
  /**
   * Calls the function with a signal that is aborted already, instead: it may then start nothing at all.
   * Default `false`.
   */
  alreadyAborted?: boolean
}

type Own = Pick<StopOnAbortOptions, 'within' | 'after' | 'reason' | 'alreadyAborted'>

const period = numberFrom(0, 600_000, 'ms')
const checks: { [K in keyof Own]-?: Check } = {
  within: milliseconds(),
  after: {
    allowed: `${period.allowed}, or a function`,
    accepts: (value) => typeof value === 'function' || period.accepts(value),
  },
  reason: { allowed: 'anything', accepts: () => true },
  alreadyAborted: { allowed: 'true, false', accepts: (value) => typeof value === 'boolean' },
}

const defaultWithin = 1000
const defaultAfter = 50

/** Runs a function, aborts its signal, and finds out whether it stops and leaves nothing. */
export async function stopsOnAbort(
  received: unknown,
  options: StopOnAbortOptions | undefined,
  where: string,
): Promise<Finding> {
  assertFunction(received, where)
  const { own, block: checked } = readOptions<Own>(options, checks, where)
  const controller = new AbortController()
  const block = new Block(blockOptions(checked, where))
  const { signal } = controller
  // A listener that is left on a signal which lives on is a leak, whether or not the work itself has stopped.
  if (!checked.listeners) followListeners(block.scope, (target) => target === signal)
  const work: Abortable = {
    block,
    controller,
    within: own.within ?? defaultWithin,
    run: () => runIn(block.scope, () => follow(received(signal))),
  }
  try {
    if (own.alreadyAborted) {
      controller.abort(own.reason)
      return await startsWhenAborted(work)
    }
    return await abortWhileRunning(work, own.after ?? defaultAfter, own.reason)
  } finally {
    unfollowListeners(block.scope)
  }
}

async function abortWhileRunning(work: Abortable, after: number | (() => unknown), reason: unknown): Promise<Finding> {
  const { block, controller } = work
  let running: Running
  let before: Outcome
  try {
    running = work.run()
    before = await during(running.end, after)
    if (before.state === 'rejected') throw before.thrown
  } catch (thrown) {
    // An error of its own before the abort is no finding about the abort.
    await block.end()
    throw thrown
  }
  const idle = before.state === 'fulfilled' || (!running.mustEnd && !isAtWork(work))
  controller.abort(reason)
  const outcome = idle ? before : await afterAbort(running, work)
  if (outcome.state === 'pending' && running.mustEnd) {
    const orphans = await block.end(0)
    running.abandon()
    return stillRunning(work, orphans)
  }
  const orphans = await block.end()
  if (idle) return nothingProved(before, orphans)
  if (outcome.state === 'rejected' && !isAbort(outcome.thrown, controller.signal.reason)) {
    return otherError(outcome.thrown, orphans)
  }
  return conclusion(outcome, orphans)
}

async function during(end: Promise<Ended>, after: number | (() => unknown)): Promise<Outcome> {
  if (typeof after === 'number') return within(end, after)
  const pending: Outcome = { state: 'pending', after: 0 }
  return Promise.race([end, Promise.resolve(after()).then(() => pending)])
}

/** Something that must end gets the time that was given; of anything else only a last word is heard. */
const afterAbort = (running: Running, { within: ms }: Abortable): Promise<Outcome> =>
  within(running.end, running.mustEnd ? ms : 0)

/** Without a promise to ask, work is what is open, or what listens for the abort. */
function isAtWork({ block, controller }: Abortable): boolean {
  return openIn(block.scope).length > 0 || getEventListeners(controller.signal, 'abort').length > 0
}

function stillRunning({ within: ms }: Abortable, orphans: readonly Orphan[]): Finding {
  const open = orphans.length > 0 ? `. It has open: ${listed(orphans)}` : ', though it has nothing open'
  return {
    pass: false,
    message: `expected the function to stop within ${ms} ms of its abort, and it was still running${open}`,
    orphans,
  }
}

function nothingProved(before: Outcome, orphans: readonly Orphan[]): Finding {
  const what =
    before.state === 'fulfilled'
      ? `it had ended after ${roundMs(before.after)}, before the abort`
      : 'nothing was running'
  const left = orphans.length > 0 ? `. It left ${listed(orphans)}` : ''
  return {
    pass: false,
    message: `expected the function to stop on abort, but ${what}, so nothing was proved: give it more to do, or abort it earlier with \`after\`${left}`,
    orphans,
  }
}

function conclusion(outcome: Outcome, orphans: readonly Orphan[]): Finding {
  const ended = outcome.state === 'pending' ? 'it stopped' : `it stopped ${roundMs(outcome.after)} after it began`
  if (orphans.length === 0) {
    return { pass: true, message: `expected the function not to stop on abort, and ${ended} and left nothing`, orphans }
  }
  return {
    pass: false,
    message: `expected the function to stop on abort and leave nothing open, and the abort did not reach ${listed(orphans)}`,
    orphans,
  }
}

import { runIn } from '../context.js'
import { Block, type BlockOptions, blockOptions, withOrphans } from '../find.js'
import { OrphanError } from '../orphan-error.js'
import { ending, within } from './outcome.js'
import { assertFunction, assertValue, type Finding, listed, milliseconds, readOptions, roundMs } from './pattern.js'

// What a deadline of the function's own makes it reject with: that is settling in time, not a failure.
const deadlineNames = new Set(['TimeoutError', 'AbortError'])
const deadlineCodes = new Set(['ETIMEDOUT', 'ABORT_ERR', 'ERR_TIMEOUT'])

function isDeadline(thrown: unknown): boolean {
  const { name, code } = (thrown ?? {}) as { name?: unknown; code?: unknown }
  return deadlineNames.has(name as string) || deadlineCodes.has(code as string)
}

/** Runs a function and finds out whether it settles in time and leaves nothing open. */
export async function settlesWithin(
  received: unknown,
  ms: number,
  options: BlockOptions | undefined,
  where: string,
): Promise<Finding> {
  assertFunction(received, where)
  assertValue(ms, milliseconds(), where)
  const { block: checked } = readOptions<object>(options, {}, where)
  const block = new Block(blockOptions(checked, where))
  const outcome = await within(
    runIn(block.scope, () => ending(() => received())),
    ms,
  )
  // Past the deadline nothing has any time left.
  const orphans = await (outcome.state === 'pending' ? block.end(0) : block.end())
  if (outcome.state === 'rejected' && !isDeadline(outcome.thrown)) {
    throw orphans.length > 0 ? withOrphans(outcome.thrown, new OrphanError(orphans, 'this block')) : outcome.thrown
  }
  const limit = `expected the function to settle within ${ms} ms`
  if (outcome.state === 'pending') {
    const waits =
      orphans.length > 0
        ? `and what it started is still open: ${listed(orphans)}`
        : 'and it has nothing open: it waits for what somebody else must do, or for ever'
    return { pass: false, message: `${limit}, and it had not settled, ${waits}`, orphans }
  }
  // A function that blocks the event loop settles before any timer can ring.
  if (outcome.after > ms) {
    return { pass: false, message: `${limit}, and it took ${roundMs(outcome.after)}`, orphans }
  }
  if (orphans.length > 0) {
    const took = `and it settled after ${roundMs(outcome.after)}`
    return {
      pass: false,
      message: `${limit} and to leave nothing open, ${took}, but left ${listed(orphans)}`,
      orphans,
    }
  }
  const message = `expected the function not to settle within ${ms} ms, and it settled after ${roundMs(outcome.after)}`
  return { pass: true, message, orphans }
}

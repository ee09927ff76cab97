import { type BlockOptions, withOrphans } from './find.js'
import { OrphanError, renderOrphans, total } from './orphan-error.js'
import * as patterns from './patterns/matchers.js'
import { rest } from './whole-engine.js'

/** What `expect.extend` wants of a matcher, in every framework. */
export interface MatcherResult {
  pass: boolean
  message: () => string
}

interface MatcherState {
  isNot?: boolean
}

/**
 * Passes when a function leaves nothing open.
 *
 * @param received A function, sync or async. When it throws, its error comes first and the orphans are added.
 * @param options `settle` (ms, default 200), `unref`, `promises`, `listeners` (default `false`), `allow`, `reclaim`.
 * @throws OptionError for a wrong option, TypeError for what is no function, before anything runs.
 * @example
 * ```ts
 * await expect(async () => { const s = await startServer(); await s.stop() }).toLeaveNoOrphans()
 * ```
 */
export async function toLeaveNoOrphans(
  this: MatcherState,
  received: unknown,
  options?: BlockOptions,
): Promise<MatcherResult> {
  if (typeof received !== 'function') {
    throw new TypeError(
      `toLeaveNoOrphans() wants a function to run, and got ${received === null ? 'null' : typeof received}`,
    )
  }
  const { orphans, error } = await rest().runBlock(received as () => unknown, options, 'toLeaveNoOrphans()')
  if (error) {
    throw orphans.length === 0 || this?.isNot
      ? error.thrown
      : withOrphans(error.thrown, new OrphanError(orphans, 'this block'))
  }
  const left = `${total(orphans)}\n\n${renderOrphans(orphans)}`
  return {
    pass: orphans.length === 0,
    message: () =>
      orphans.length === 0
        ? 'expected the function to leave something open, and it left nothing'
        : `expected the function to leave nothing open, and it left ${left}`,
  }
}

/** Every matcher, for `expect.extend(matchers)`. */
export const matchers = { toLeaveNoOrphans, ...patterns }

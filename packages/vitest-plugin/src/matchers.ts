import type { matchers as all } from '@no-orphans/core/matchers'
import { expect } from 'vitest'
import { isNode, loadMatchers } from './core.js'

export type { OrphanMatchers } from './matchers-types.js'

/** Every matcher, as it was given to `expect.extend`; none in a browser. */
export const matchers: typeof all = isNode ? loadMatchers().matchers : ({} as typeof all)

/** Passes when a function leaves nothing open. */
export const { toLeaveNoOrphans } = matchers

expect.extend({ ...matchers })

import { expect } from '@jest/globals'
import { matchers } from '@no-orphans/core/matchers'

export type { OrphanMatchers } from './matchers-types.js'
export const { toLeaveNoOrphans } = matchers

expect.extend({ ...matchers })

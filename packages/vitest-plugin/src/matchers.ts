import { expect } from 'vitest'
import { loadMatchers } from './core.js'
import './matchers-types.js'

const { matchers } = loadMatchers()

export const { toLeaveNoOrphans } = matchers

expect.extend(matchers)

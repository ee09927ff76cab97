import { TestEnvironment } from 'jest-environment-node'
import { withOrphans } from './with-orphans.js'

export { orphans } from '@no-orphans/core'
export type { OrphanMatchers } from './matchers-types.js'
export { withOrphans }
export default withOrphans(TestEnvironment)

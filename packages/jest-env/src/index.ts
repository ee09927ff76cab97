import { TestEnvironment } from 'jest-environment-node'
import { withOrphans } from './with-orphans.js'

export { orphans } from '@no-orphans/core'
export { withOrphans }
export default withOrphans(TestEnvironment)

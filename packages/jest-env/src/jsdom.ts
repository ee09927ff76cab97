import { TestEnvironment } from 'jest-environment-jsdom'
import { withOrphans } from './with-orphans.js'

export default withOrphans(TestEnvironment)

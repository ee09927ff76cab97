import { lazyClass } from './lazy-class.js'
import { loadNodeEnvironment } from './node-environment.cjs'
import { ownEnvironment } from './own-environment.js'
import { withOrphans } from './with-orphans.js'

export { orphans } from '@no-orphans/core'
export type { OrphanMatchers } from './matchers-types.js'
export { withOrphans }

/**
 * The node environment of Jest, with every test watched. Options are read from `testEnvironmentOptions.orphans`.
 *
 * @throws OptionError when it is made with an option that is unknown or wrong, before any test runs.
 * @example
 * ```js
 * module.exports = { testEnvironment: '@no-orphans/jest-env' }
 * ```
 */
const OrphansEnvironment = lazyClass(() => ownEnvironment(loadNodeEnvironment()))
export default OrphansEnvironment

import { TestEnvironment } from 'jest-environment-jsdom'
import { ownEnvironment } from './own-environment.js'

/**
 * The jsdom environment of Jest, with every test watched. Options are read from `testEnvironmentOptions.orphans`.
 *
 * @throws OptionError when it is made with an option that is unknown or wrong, before any test runs.
 * @example
 * ```js
 * module.exports = { testEnvironment: '@no-orphans/jest-env/jsdom' }
 * ```
 */
export default ownEnvironment(TestEnvironment)

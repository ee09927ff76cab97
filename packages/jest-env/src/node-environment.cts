/*
 * Tests import this package too, for `orphans`, and in a jsdom environment jest-environment-node cannot be loaded. So
 * it is required when it is first used; only CommonJS can do that at once, hence this file's format in both builds.
 */
type NodeEnvironment = typeof import('jest-environment-node').TestEnvironment

/** The environment class of `jest-environment-node`. */
export const loadNodeEnvironment = (): NodeEnvironment => require('jest-environment-node').TestEnvironment

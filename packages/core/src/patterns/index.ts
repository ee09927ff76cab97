/* What this folder adds to the package's public functions and types. */

export { type Finding, PatternError } from './pattern.js'
export type { StopOnAbortOptions } from './stop-on-abort.js'
export { verifySettlesWithin, verifyStopsOnAbort } from './verify.js'

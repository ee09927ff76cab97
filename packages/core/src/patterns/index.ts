/* What this folder adds to the package's public functions and types. */

export type { AccumulateOptions } from './accumulate.js'
export type { Family } from './families.js'
export { type Finding, PatternError } from './pattern.js'
export type { Limits, StayWithinOptions } from './stay-within.js'
export type { StopOnAbortOptions } from './stop-on-abort.js'
export { verifyNoAccumulation, verifySettlesWithin, verifyStaysWithin, verifyStopsOnAbort } from './verify.js'

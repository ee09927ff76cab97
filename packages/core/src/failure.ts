/*
 * A tool that fails itself must never break the user's tests. What goes wrong is kept here, and told with the next verdict.
 */

let failure: unknown

/** Keeps what went wrong. */
export function noteFailure(error: unknown): void {
  failure ??= error
}

/** What went wrong, if anything did. Told once. */
export function takeFailure(): unknown {
  const taken = failure
  failure = undefined
  return taken
}

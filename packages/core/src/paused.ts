let paused = false

/** Whether what is made at this moment is nobody's. */
export const isPaused = (): boolean => paused

/** Calls a function of the runner's or of our own, whose timers are nobody's: it costs no test the capture of a stack. */
export function withoutTracking<T>(fn: () => T): T {
  const before = paused
  paused = true
  try {
    return fn()
  } finally {
    paused = before
  }
}

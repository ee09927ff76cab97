import { withoutTracking } from './paused.js'
import { turn } from './turns.js'

let collect: (() => void) | undefined

/**
 * Forces a garbage collection; the user sets no flag for it.
 *
 * @returns Whether there was one. What a WeakRef no longer gives after it is unreachable for certain.
 */
export async function collectGarbage(): Promise<boolean> {
  // What was asked of a WeakRef in this turn is kept until the turn is over.
  await turn()
  try {
    collect ??= withoutTracking(expose)
    withoutTracking(collect)
    await turn()
    withoutTracking(collect)
    return true
  } catch {
    return false
  }
}

function expose(): () => void {
  const own = (globalThis as { gc?: () => void }).gc
  if (own) return own
  // Loaded only here: most runs never ask for it.
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  const { runInNewContext } = process.getBuiltinModule('node:vm')
  setFlagsFromString('--expose-gc')
  try {
    return runInNewContext('gc') as () => void
  } finally {
    // A later context is to look as it would without us.
    setFlagsFromString('--no-expose-gc')
  }
}

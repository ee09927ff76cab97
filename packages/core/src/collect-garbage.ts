import { withoutTracking } from './paused.js'
import { pause, turn } from './turns.js'

let collect: (() => void) | undefined

// V8's optimizer, in a thread of its own, holds what it looks at until it is done: mostly less than 150 ms. In ms.
const pauses = [25, 50, 100]

/**
 * Forces a garbage collection; the user sets no flag for it.
 *
 * @param isHeld Whether what was let go of is still held. As long as it is, there are a few more, with pauses.
 * @returns Whether there was one. What a WeakRef no longer gives after it is unreachable for certain.
 */
export async function collectGarbage(isHeld = (): boolean => false): Promise<boolean> {
  try {
    collect ??= withoutTracking(expose)
    await collectTwice(collect)
    for (const ms of pauses) {
      if (!isHeld()) break
      await pause(ms)
      await collectTwice(collect)
    }
    return true
  } catch {
    return false
  }
}

async function collectTwice(collect: () => void): Promise<void> {
  // What was asked of a WeakRef in this turn is kept until the turn is over.
  await turn()
  withoutTracking(collect)
  await turn()
  withoutTracking(collect)
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

import type { Entry } from './entry.js'
import { pause, realNow, turn } from './turns.js'

// A slow machine must not turn a clean test red: so many turns of the event loop pass before time alone decides.
const fewestTurns = 25
// What was released and only has to be finished by Node or the system gets this many windows, and no less than this.
const patience = 10
const leastPatience = 2000
const longestPause = 10

/**
 * Waits only while something can still happen. Call it a full turn of the event loop after the end of what is judged.
 *
 * @param open What counts and is open now.
 * @param alive Everything that is open now, unref'd too: it may still run and release something.
 * @param window ms for what may still end by itself.
 * @returns What is still open.
 */
export async function settle(open: () => Entry[], alive: () => Entry[], window: number): Promise<Entry[]> {
  let elapsed = 0
  let quiet = false
  let first: Set<Entry> | undefined
  for (let turns = 1; ; turns++) {
    const left = open()
    if (left.length === 0) return left
    first ??= new Set(left)
    const ending = left.some((entry) => entry.kind.isEnding?.(entry.resource)) || goesOn(left, first)
    const limit = ending && window > 0 ? Math.max(window * patience, leastPatience) : window
    if (elapsed >= limit && turns >= fewestTurns) return left
    const rest = Math.max(0, limit - elapsed)
    if (!ending && !alive().some((entry) => entry.kind.maySettle(entry.resource, rest))) {
      // What has just run may have closed the rest, and Node says so only after a full turn.
      if (quiet) return left
      quiet = true
      await turn()
      continue
    }
    quiet = false
    const ms = Math.min(turns, longestPause)
    const start = realNow()
    await pause(ms)
    // While the machine was away nothing could end: no more counts than was to pass, give or take the loop's whole ms.
    elapsed += Math.min(realNow() - start, ms + 1)
  }
}

/** A walk through files that nobody waits for: on a busy machine it takes longer, and each of its requests ends. */
const goesOn = (left: Entry[], first: Set<Entry>): boolean =>
  left.every((entry) => entry.kind.isRequest && !first.has(entry))

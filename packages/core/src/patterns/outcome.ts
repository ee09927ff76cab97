import { alarm, realNow } from '../turns.js'

/** How a piece of work ended, or that it has not. */
export type Outcome =
  | { state: 'fulfilled'; after: number; value: unknown }
  | { state: 'rejected'; after: number; thrown: unknown }
  | { state: 'pending'; after: number }

/** How a function's work ends; what it throws at once is a rejection like any other. */
export type Ended = Exclude<Outcome, { state: 'pending' }>

/** Runs a function now and gives a promise of its end, which never rejects. `after` is in ms of real time. */
export function ending(fn: () => unknown): Promise<Ended> {
  const start = realNow()
  const fulfilled = (value: unknown): Ended => ({ state: 'fulfilled', after: realNow() - start, value })
  const rejected = (thrown: unknown): Ended => ({ state: 'rejected', after: realNow() - start, thrown })
  try {
    return Promise.resolve(fn()).then(fulfilled, rejected)
  } catch (thrown) {
    return Promise.resolve(rejected(thrown))
  }
}

/** Waits for an end, at most `ms`. */
export async function within(end: Promise<Ended>, ms: number): Promise<Outcome> {
  const limit = alarm(ms)
  try {
    return await Promise.race([end, limit.rang.then((): Outcome => ({ state: 'pending', after: ms }))])
  } finally {
    limit.clear()
  }
}

import type { Engine } from '@no-orphans/core/worker'

type SetTimer = (callback: () => void, ...rest: unknown[]) => unknown
type SafeTimers = { setTimeout?: SetTimer & { [ours]?: true } }

const ours = Symbol.for('no-orphans.runner-timers')

/**
 * Leaves Vitest's own timers, such as the one that ends a test in time, out of the tracking. Every test has one, and to
 * capture its stack is most of what an empty test would cost. Vitest keeps its timers where a test cannot fake them;
 * where that is, it documents nowhere: if it is not there, they are told apart by their stacks, as everything else is.
 */
export function excludeRunnerTimers(realm: object, withoutTracking: Engine['withoutTracking']): void {
  const key = Object.getOwnPropertySymbols(realm).find(({ description }) => description === 'vitest:SAFE_TIMERS')
  const timers = key && (realm as Record<symbol, SafeTimers | undefined>)[key]
  const original = timers?.setTimeout
  if (!timers || !original || original[ours]) return
  const setTimeout: SetTimer = (...args) => withoutTracking(() => original(...args))
  timers.setTimeout = Object.assign(setTimeout, { [ours]: true as const })
}

import type { Engine } from '@no-orphans/core/adapter'

type SetTimer = (...args: unknown[]) => unknown
interface Timers {
  setTimeout?: SetTimer
}

/**
 * jest-circus takes its timers from the tests' global object when it is loaded, after the environment's `setup` and before
 * any code of a test. It sets two for each test, and to capture their stacks is most of what an empty test would cost: it
 * gets a `setTimeout` that leaves them out of the tracking.
 */
export class RunnerTimers {
  private readonly global: Timers
  private readonly original: SetTimer | undefined
  private readonly given: SetTimer
  private taken = false

  /** Puts it where jest-circus looks. */
  constructor(global: Timers, withoutTracking: Engine['withoutTracking']) {
    const original = global.setTimeout
    this.global = global
    this.original = original
    // Until jest-circus has it, whoever calls it is somebody else: an environment that extends this one.
    this.given = (...args) => (this.taken ? withoutTracking(() => original?.(...args)) : original?.(...args))
    if (original) global.setTimeout = this.given
  }

  /** jest-circus has taken it: the tests get their own back. */
  giveBack(): void {
    this.taken = true
    if (this.original && this.global.setTimeout === this.given) this.global.setTimeout = this.original
  }
}

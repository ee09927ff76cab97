import type { Engine } from '@no-orphans/core/adapter'

interface Timers {
  setTimeout?: typeof setTimeout
}

/**
 * jest-circus takes its timers from the tests' global object when it is loaded, after the environment's `setup` and before
 * any code of a test. It sets two for each test, and to capture their stacks is most of what an empty test would cost: it
 * gets a `setTimeout` that leaves them out of the tracking.
 */
export class RunnerTimers {
  private readonly global: Timers
  private readonly original: Timers['setTimeout']
  private readonly given: Timers['setTimeout']
  private taken = false

  /** Puts it where jest-circus looks. */
  constructor(global: Timers, withoutTracking: Engine['withoutTracking']) {
    this.global = global
    this.original = global.setTimeout
    if (!this.original) return
    this.given = new Proxy(this.original, {
      apply: (target, self, args) => {
        const call = (): unknown => Reflect.apply(target, self, args)
        // Until jest-circus has it, whoever calls it is somebody else: an environment that extends this one.
        return this.taken ? withoutTracking(call) : call()
      },
    })
    global.setTimeout = this.given
  }

  /** jest-circus has taken it: the tests get their own back. */
  giveBack(): void {
    this.taken = true
    if (this.original && this.global.setTimeout === this.given) this.global.setTimeout = this.original
  }
}

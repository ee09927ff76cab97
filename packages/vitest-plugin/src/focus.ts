import type { RunnerTestCase, TestRunner } from 'vitest'

/*
 * `.only` leaves out the other tests of its file, and Vitest forgets it once the file is collected: what was left out
 * looks as if it was skipped. While tests are made it is still known.
 */

type Context = { task: RunnerTestCase }
type ContextMethod = (this: unknown, context: Context) => unknown
interface Methods {
  extendTaskContext?: ContextMethod
  [told]?: { onFocused: (() => void) | undefined }
}

const told = Symbol.for('no-orphans.focus')

/** Tells, once, when `.only` is met in the file that is now collected. */
export function whenFocused(Runner: typeof TestRunner, onFocused: () => void): void {
  const methods = Runner.prototype as unknown as Methods
  // The runner is the same for all files of a thread that are not isolated.
  methods[told] ??= patch(methods)
  methods[told].onFocused = onFocused
}

function patch(methods: Methods): { onFocused: (() => void) | undefined } {
  const state: { onFocused: (() => void) | undefined } = { onFocused: undefined }
  const { extendTaskContext } = methods
  methods.extendTaskContext = function (context) {
    if (state.onFocused && isFocused(context.task)) {
      state.onFocused()
      state.onFocused = undefined
    }
    return extendTaskContext?.call(this, context) ?? context
  }
  return state
}

function isFocused(task: RunnerTestCase): boolean {
  let each: { mode: string; suite?: RunnerTestCase['suite'] } | undefined = task
  while (each && each.mode !== 'only') each = each.suite
  return each !== undefined
}

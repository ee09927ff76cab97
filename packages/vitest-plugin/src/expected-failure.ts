import type { OrphanError } from '@no-orphans/core/worker'
import type { RunnerTestCase } from 'vitest'

/*
 * `test.fails` passes because of any failure, so an orphan would make it pass. Where there are orphans the failure that
 * was expected is settled here, and Vitest is not left to turn the result around.
 */

// Tests whose earlier repeat left something: Vitest 4 turns the result around only once, after the last.
const settledHere = new WeakSet<RunnerTestCase>()
const expecting = new WeakSet<RunnerTestCase>()

/** One try of a test that may be expected to fail. */
export interface ExpectedFailure {
  /** Takes the outcome of the body away from Vitest when there were orphans. Call it before the orphans are thrown. */
  settle(error: OrphanError | undefined): void
}

const unexpected: ExpectedFailure = { settle() {} }

/** Begins a try. */
export function expectFailure(task: RunnerTestCase): ExpectedFailure {
  if (!task.fails && !expecting.has(task)) return unexpected
  expecting.add(task)
  const { result } = task
  // A retry forgives what the try before it left.
  if (result && (result.retryCount ?? 0) > 0) settledHere.delete(task)
  task.fails = !settledHere.has(task)
  const before = result?.errors?.length ?? 0
  return {
    settle(error) {
      if (!error && !settledHere.has(task)) return
      settledHere.add(task)
      task.fails = false
      const errors = task.result?.errors
      if (errors && errors.length > before) errors.splice(before)
      else throwAlso(task, new Error('Expect test to fail'))
    },
  }
}

function throwAlso(task: RunnerTestCase, error: Error): void {
  const { result } = task
  if (!result) return
  result.state = 'fail'
  result.errors = [...(result.errors ?? []), { name: error.name, message: error.message, stack: error.stack ?? '' }]
}

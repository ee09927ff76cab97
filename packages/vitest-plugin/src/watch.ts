import type { OrphanError, Verdict } from '@no-orphans/core/worker'
import type { RunnerTestCase } from 'vitest'
import { expectFailure } from './expected-failure.js'
import type { Run } from './host.js'
import { beginTry, endTry } from './tries.js'

/** One try of a test under watch. */
export interface WatchedTry {
  /** Runs all of the try in the test's scope. */
  run<T>(fn: () => T): T
  /** Puts the rest of the running async context into the test's scope. */
  enter(): void
  /**
   * Ends the try, after its last hook.
   *
   * @returns `undefined` at once when nothing is open; else a promise that is rejected with what was left.
   */
  end(): undefined | Promise<void>
}

/** How a file and its tests are watched. */
export interface FileHooks {
  begin(task: RunnerTestCase): WatchedTry
  /** Judges the file, after its last hook. */
  end(): Promise<void>
}

/**
 * Makes the hooks that watch a file.
 *
 * @param warn Tells a person what fails no test.
 */
export function watchFile({ file, options }: Run, warn: (message: string) => void): FileHooks {
  const fails = options.mode === 'fail'
  /** A failure of the tool itself is told, and is never the test's. */
  const attempt = (verdict: undefined | Promise<Verdict>): undefined | Promise<Verdict | undefined> =>
    verdict?.catch((error: unknown) => {
      warn(error instanceof Error ? error.message : String(error))
      return undefined
    })
  const conclude = (error: OrphanError | undefined, who: string): void => {
    if (!error) return
    if (fails) throw error
    warn(`no-orphans: ${who}\n${error.message}`)
  }

  return {
    begin(task) {
      const current = beginTry(task)
      const expected = fails ? expectFailure(task) : undefined
      const watch = file.test(nameOf(task), (task.result?.retryCount ?? 0) + 1)
      const judge = (): undefined | Promise<void> => {
        // A test that skips itself has no verdict of its own: what it left is its file's to tell, with the test's name.
        if ((task.result as { pending?: boolean } | undefined)?.pending) return undefined
        const verdict = attempt(watch.end())
        noteDisturbance(task, watch.note())
        if (verdict) {
          return verdict.then((given) => {
            expected?.settle(given?.error)
            conclude(given?.error, `${task.file.name} > ${nameOf(task)}`)
          })
        }
        expected?.settle(undefined)
        return undefined
      }
      return {
        run: (fn) => watch.run(fn),
        enter: () => watch.enter(),
        end() {
          if (current.held > 0) {
            current.judge = async () => judge()
            return undefined
          }
          endTry(task)
          return judge()
        },
      }
    },
    async end() {
      const verdict = await attempt(file.end())
      const stuck = await file.close()
      if (stuck.length > 0) warn(`no-orphans: could not close what was left\n\n${stuck.join('\n\n')}`)
      conclude(verdict?.error, file.scope.name)
    },
  }
}

/** A test that failed is told what others had left running meanwhile: it may be why. */
function noteDisturbance(task: RunnerTestCase, note: string | undefined): void {
  const error = task.result?.errors?.[0]
  if (error && note) error.message += `\n\n${note}`
}

/** The full name, as Vitest prints it. */
function nameOf(task: RunnerTestCase): string {
  const names = [task.name]
  for (let { suite } = task; suite && suite !== task.file; suite = suite.suite) names.unshift(suite.name)
  return names.join(' > ')
}

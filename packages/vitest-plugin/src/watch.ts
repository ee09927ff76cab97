import type { OrphanError, Verdict } from '@no-orphans/core/adapter'
import type { RunnerTestCase } from 'vitest'
import { expectFailure } from './expected-failure.js'
import type { Run } from './host.cjs'

// Taken before a test can put a spy in its place.
const { warn } = console

type TestWatch = ReturnType<Run['file']['test']>

/** How a file and its tests are enclosed. */
export interface FileHooks {
  /** Runs one try of a test, and fails it when it leaves something. */
  enclose(task: RunnerTestCase, runTest: () => Promise<void>): Promise<void>
  /** Judges the file, after its last hook. */
  end(): Promise<void>
}

/** Makes the hooks that watch a file. */
export function watchFile({ file, options }: Run): FileHooks {
  const settle = (error: OrphanError | undefined, who: string): void => {
    if (!error) return
    if (options.mode === 'fail') throw error
    warn(`no-orphans: ${who}\n${error.message}`)
  }

  return {
    async enclose(task, runTest) {
      const expected = expectFailure(task)
      const watch = file.test(nameOf(task))
      await watch.run(runTest)
      const error = await endTry(task, watch)
      if (options.mode === 'fail') expected.settle(error)
      settle(error, `${task.file.name} > ${nameOf(task)}`)
    },
    async end() {
      const verdict = await attempt(() => file.end())
      const stuck = await file.close()
      if (stuck.length > 0) warn(`no-orphans: could not close what was left\n\n${stuck.join('\n\n')}`)
      settle(verdict?.error, file.scope.name)
    },
  }
}

async function endTry(task: RunnerTestCase, watch: TestWatch): Promise<OrphanError | undefined> {
  // A test that skips itself has no verdict of its own: what it left is its file's to tell, with the test's name.
  if ((task.result as { pending?: boolean } | undefined)?.pending) return undefined
  const ended = attempt(() => watch.end())
  return ended && (await ended)?.error
}

/** A failure of the tool itself is told, and is never the test's. */
function attempt(end: () => undefined | Promise<Verdict>): undefined | Promise<Verdict | undefined> {
  return end()?.catch((error: unknown) => {
    warn(error instanceof Error ? error.message : String(error))
    return undefined
  })
}

/** The full name, as Vitest prints it. */
function nameOf(task: RunnerTestCase): string {
  const names = [task.name]
  for (let suite = task.suite; suite && suite !== task.file; suite = suite.suite) names.unshift(suite.name)
  return names.join(' > ')
}

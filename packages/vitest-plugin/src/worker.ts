import { engine, loadRestBy } from '@no-orphans/core/worker'
import type { RunnerTestFile } from 'vitest'
import { loadAdapter } from './core.js'
import { whenFocused } from './focus.js'
import * as host from './host.js'
import { lazyMatchers } from './lazy-matchers.js'
import { handedKey } from './names.js'
import { excludeRunnerTimers } from './runner-timers.js'
import { watchFixtures } from './scoped-fixtures.js'
import { watchFile } from './watch.js'
import { encloseTests } from './ways.js'

loadRestBy(() => void loadAdapter().engine())

/** Of what a test file imports from Vitest, what is needed to watch it. */
export type VitestApi = Pick<typeof import('vitest'), 'TestRunner' | 'aroundAll' | 'expect' | 'inject' | 'test'>

/**
 * Watches the test file that Vitest is about to load. Its hook is the first, so it encloses every other one of the file.
 *
 * @param vitest In the realm of the tests, as the next.
 * @param realm The global object.
 * @throws Error in a Vitest that is too old, which the plugin would have refused by its version.
 */
export function watch({ TestRunner, aroundAll, expect, inject, test }: VitestApi, realm: typeof globalThis): void {
  if (!aroundAll)
    throw new Error('no-orphans needs Vitest 4.1 or later: this one has no hook around the tests of a file')
  expect.extend(lazyMatchers)
  const collector = TestRunner.getCurrentSuite() as unknown as { file?: RunnerTestFile }
  const { file } = collector
  if (!file) return
  const root = file.filepath.endsWith(file.name) ? file.filepath.slice(0, -file.name.length - 1) : process.cwd()
  const handed = (inject(handedKey as never) ?? {}) as host.Handed
  const run = host.begin(collector, file.filepath, root, handed, file.projectName)
  if (!run || run.options.mode === 'off') return

  excludeRunnerTimers(realm, engine().withoutTracking)
  engine().watchCollectorOf(realm)
  // Taken before a test can put a spy in its place.
  const hooks = watchFile(run, realm.console.warn)
  watchFixtures(test, host)
  whenFocused(TestRunner, () => run.records.onPartial?.('only some tests were run'))
  aroundAll(async (runSuite) => {
    encloseTests(file, hooks, TestRunner, realm)
    try {
      await runSuite()
    } finally {
      await hooks.end().finally(() => host.finish(run))
    }
    // Without a timeout: what is enclosed has its own.
  }, 0)
}

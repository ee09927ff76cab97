import './matchers.js'
import { aroundAll, inject, type RunnerTestFile, TestRunner } from 'vitest'
import { isNode, load, loadAdapter } from './core.js'
import { whenFocused } from './focus.js'
import type * as hostModule from './host.cjs'
import { handedKey } from './names.js'
import { excludeRunnerTimers } from './runner-timers.js'
import { watchFixtures } from './scoped-fixtures.js'
import { watchFile } from './watch.js'
import { encloseTests } from './ways.js'

/*
 * Vitest runs this file before every test file, in the realm of the tests. Its hook is the first, so it encloses every
 * other one of the file.
 */

if (isNode) watch()
else console.warn('no-orphans does not watch in browser mode: there is no Node there to ask')

function watch(): void {
  const host = load<typeof hostModule>('./host.cjs')
  const collector = TestRunner.getCurrentSuite() as unknown as { file?: RunnerTestFile }
  const { file } = collector
  if (!file) return
  const root = file.filepath.endsWith(file.name) ? file.filepath.slice(0, -file.name.length - 1) : process.cwd()
  const handed = (inject(handedKey as never) ?? {}) as hostModule.Handed
  const run = host.begin(collector, file.filepath, root, handed, file.projectName)
  if (!run || run.options.mode === 'off') return

  excludeRunnerTimers(loadAdapter().engine())
  const hooks = watchFile(run)
  watchFixtures(host)
  whenFocused(() => run.records.onPartial?.('only some tests were run'))
  aroundAll(async (runSuite) => {
    encloseTests(file, hooks)
    try {
      await runSuite()
    } finally {
      await hooks.end().finally(() => host.finish(run))
    }
    // Without a timeout: what is enclosed has its own.
  }, 0)
}

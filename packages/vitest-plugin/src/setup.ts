import './matchers.js'
import { aroundAll, inject, type RunnerTestFile, TestRunner } from 'vitest'
import { load } from './core.js'
import type * as hostModule from './host.cjs'
import { handedKey } from './names.js'
import { watchFixtures } from './test-fixtures.js'
import { watchFile } from './watch.js'
import { encloseTests } from './ways.js'

/*
 * Vitest runs this file before every test file, in the realm of the tests. Its hook is the first, so it encloses every
 * other one of the file.
 */

const host = load<typeof hostModule>('./host.cjs')

const collector = TestRunner.getCurrentSuite() as unknown as { file?: RunnerTestFile }
const { file } = collector
if (file) {
  const root = file.filepath.endsWith(file.name) ? file.filepath.slice(0, -file.name.length - 1) : process.cwd()
  const run = host.begin(collector, file.filepath, root, (inject(handedKey as never) ?? {}) as hostModule.Handed)
  if (run && run.options.mode !== 'off') {
    const hooks = watchFile(run)
    watchFixtures(host)
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
}

import './matchers.js'
import { aroundAll, aroundEach, inject, TestRunner } from 'vitest'
import { load } from './core.js'
import type * as hostModule from './host.cjs'
import { handedKey } from './names.js'
import { watchFile } from './watch.js'

/*
 * Vitest runs this file before every test file, in the realm of the tests. Its hooks are the first, so they enclose
 * every other hook and every fixture.
 */

const host = load<typeof hostModule>('./host.cjs')

const collector = TestRunner.getCurrentSuite() as unknown as { file?: { filepath: string; name: string } }
const file = collector.file
if (file) {
  const root = file.filepath.endsWith(file.name) ? file.filepath.slice(0, -file.name.length - 1) : process.cwd()
  const handed = (inject(handedKey as never) ?? {}) as hostModule.Handed
  const run = host.begin(collector, file.filepath, root, handed)
  if (run && run.options.mode !== 'off') {
    const { enclose, end } = watchFile(run)
    // Without a timeout: it would cost two timers a test, and what is enclosed has timeouts of its own.
    aroundAll(async (runSuite) => {
      await runSuite()
      await end()
      host.finish(run)
    }, 0)
    aroundEach((runTest, context) => enclose(context.task, runTest), 0)
  }
}

import type { Options } from '@no-orphans/core'
import type { Plugin } from 'vitest/config'
import { loadWorker } from './core.js'
import { enableIn, tellUnwatched } from './enable.js'
import { handedKey } from './names.js'
import { enableInEach } from './projects.js'

export type { AllowRule, Mode, Options, ScopePolicy } from '@no-orphans/core'
export type { OrphanMatchers } from './matchers-types.js'
export { orphans } from './orphans.js'

/**
 * Watches every test: one that leaves something running fails, and the failure names the line that began it.
 *
 * @param options See the README. They are checked at once.
 * @throws OptionError naming the option, the value and what is allowed.
 * @example
 * ```ts
 * export default defineConfig({ plugins: [noOrphans()] })
 * ```
 */
export function noOrphans(options: Options = {}): Plugin {
  const handed = { options, where: 'noOrphans()' }
  loadWorker().resolveOptions(options, handed.where)
  const plugin: Plugin = {
    name: 'no-orphans',
    async config(config) {
      config.test ??= {}
      const { test } = config
      enableIn(test, handed)
      if (test.projects) test.projects = await enableInEach(test.projects, handed, plugin)
    },
    async configureVitest({ project, vitest }) {
      refuseOlder(vitest.version)
      // A project may have been put together from what was there before `config` was called.
      enableIn(project.config, handed)
      if (!project.config.browser.enabled)
        project.provide(handedKey as never, { ...handed, version: vitest.version } as never)
      tellUnwatched(vitest)
      // Loaded only in the main process: tests import this file too.
      const { addReporter } = await import('./add-reporter.js')
      await addReporter(vitest, project)
    },
  }
  return plugin
}

/** An older one has no hook around a test, and would fail in each file without saying why. */
function refuseOlder(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 4 || (major === 4 && minor >= 1)) return
  throw new Error(`no-orphans needs Vitest 4.1 or later, and this is Vitest ${version}`)
}

export default noOrphans

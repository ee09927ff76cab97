import { fileURLToPath } from 'node:url'
import type { AllowRule, Options } from '@no-orphans/core'
import type { Plugin } from 'vitest/config'
import { loadAdapter, loadCore } from './core.js'
import { handedKey } from './names.js'

export type { AllowRule, Mode, Options, ScopePolicy } from '@no-orphans/core'

const setupFile = fileURLToPath(new URL('./setup.js', import.meta.url)).replaceAll('\\', '/')

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
  const where = 'noOrphans()'
  loadAdapter().resolveOptions(options, where)
  const plugin: Plugin = {
    name: 'no-orphans',
    config(config) {
      config.test ??= {}
      const { test } = config
      if (test.browser?.enabled) {
        console.warn('no-orphans does not watch in browser mode: there is no Node there to ask')
        return
      }
      test.setupFiles = [setupFile, ...[test.setupFiles ?? []].flat().filter((file) => file !== setupFile)]
      test.provide = { ...test.provide, [handedKey]: { options, where } } as typeof test.provide
    },
  }
  return plugin
}

export default noOrphans

/** What a test may say about what it leaves. */
export const orphans = {
  allow: (rule: AllowRule): void => loadCore().orphans.allow(rule),
  shared: <T>(create: () => T): T => loadCore().orphans.shared(create),
}

import type { Vitest } from 'vitest/node'
import type { Handed } from './host.js'
import { handedKey } from './names.js'

const url = new URL('./setup.js', import.meta.url)
/** The setup file that watches. */
export const setupFile = decodeURIComponent(url.pathname).replace(/^\/(?=[A-Za-z]:)/, '')

/** As much of a test configuration as matters here, of the user's and of the resolved kind. */
export interface TestConfig {
  setupFiles?: string | string[]
  provide?: object
  browser?: { enabled?: boolean }
}

let told = false

/** Puts our setup file first and hands the options to the workers, unless the tests run in a browser. */
export function enableIn(test: TestConfig, handed: Handed): void {
  const others = [test.setupFiles ?? []].flat().filter((file) => file !== setupFile)
  if (test.browser?.enabled) {
    test.setupFiles = others
    if (!told) console.warn('no-orphans does not watch in browser mode: there is no Node there to ask')
    told = true
    return
  }
  test.setupFiles = [setupFile, ...others]
  test.provide = { ...test.provide, [handedKey]: handed }
}

const complete = new WeakSet<Vitest>()

/** Says, once, which projects of a run are not watched: a root's plugins are not those of a project with its own file. */
export function tellUnwatched(vitest: Vitest): void {
  if (complete.has(vitest)) return
  complete.add(vitest)
  const names = vitest.projects
    .filter(({ config, vite }) => {
      const watched =
        config.setupFiles.includes(setupFile) || vite.config.plugins.some(({ name }) => name === 'no-orphans')
      return !watched && !config.browser.enabled
    })
    .map(({ name }) => name)
  if (names.length > 0)
    console.warn(`no-orphans does not watch ${names.join(', ')}: add noOrphans() to its own plugins`)
}

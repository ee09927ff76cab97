import type { TestProjectConfiguration } from 'vitest/config'
import type { Vitest } from 'vitest/node'
import type { Handed } from './host.cjs'
import { handedKey } from './names.js'

const url = new URL('./setup.bundle.js', import.meta.url)
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

/** The same for the projects that are written inside a configuration; those that have a file of their own have plugins of their own. */
export function enableInEach(projects: TestProjectConfiguration[], handed: Handed): TestProjectConfiguration[] {
  const enable = (project: { test?: TestConfig }): { test?: TestConfig } => {
    const test = { ...project.test }
    enableIn(test, handed)
    return { ...project, test }
  }
  return projects.map((project) => {
    if (typeof project === 'string') return project
    if (typeof project !== 'function') return Promise.resolve(project as object).then(enable) as never
    const make = project as (env: unknown) => object
    return (async (env: unknown) => enable(await make(env))) as never
  })
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

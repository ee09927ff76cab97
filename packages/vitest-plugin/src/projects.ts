import type { Plugin, TestProjectConfiguration } from 'vitest/config'
import { enableIn, type TestConfig } from './enable.js'
import type { Handed } from './host.js'

interface Inline {
  extends?: string | boolean
  plugins?: unknown[]
  test?: TestConfig
}

/**
 * Watches the projects that are written inside a configuration; those that have a file of their own have plugins of
 * their own.
 *
 * @param plugin The root's. Vitest calls it for a project only where the project has it.
 */
export async function enableInEach(
  projects: TestProjectConfiguration[],
  handed: Handed,
  plugin: Plugin,
): Promise<TestProjectConfiguration[]> {
  const { version } = await import('vitest/node')
  // From Vitest 5 on they have the plugins of the root, unless they say otherwise.
  const inherits = Number.parseInt(version, 10) >= 5
  const enable = (project: Inline): Inline => {
    const test = { ...project.test }
    enableIn(test, handed)
    if ((project.extends ?? inherits) === true) return { ...project, test }
    return { ...project, test, plugins: [...(project.plugins ?? []), plugin] }
  }
  return projects.map((project) => {
    if (typeof project === 'string') return project
    if (typeof project !== 'function') return Promise.resolve(project as object).then(enable) as never
    const make = project as (env: unknown) => object
    return (async (env: unknown) => enable(await make(env))) as never
  })
}

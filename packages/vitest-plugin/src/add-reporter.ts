import type { TestProject, Vitest } from 'vitest/node'
import OrphansReporter from './reporter.js'

const reported = new WeakMap<Vitest, OrphansReporter>()

/** Adds the reporter, once, whatever others there are and however many projects have the plugin. */
export async function addReporter(vitest: Vitest, project: TestProject): Promise<void> {
  const reporters = vitest.config.reporters as unknown[]
  const given = reporters.find((reporter) => reporter instanceof OrphansReporter)
  const ours = reported.get(vitest) ?? given ?? new OrphansReporter(vitest.config.root)
  const others = reporters.filter((reporter) => reporter !== ours)
  reported.set(vitest, ours)
  if (others.length === reporters.length) reporters.push(ours)
  if (await hasOwnCode(project, others)) await ours.watchMain()
}

const builtInPlugin = /^(?:(?:vite|vitest|builtin)(?::|$)|alias$|no-orphans$)/

/** Whether anything runs in the main process that is neither Vitest's nor ours: only that can hold it unexpectedly. */
async function hasOwnCode({ config, vite }: TestProject, reporters: readonly unknown[]): Promise<boolean> {
  return (
    config.globalSetup.length > 0 ||
    vite.config.plugins.some(({ name }) => !builtInPlugin.test(name)) ||
    (await hasOwn(reporters))
  )
}

async function hasOwn(reporters: readonly unknown[]): Promise<boolean> {
  const names = reporters.map((reporter) => String(Array.isArray(reporter) ? reporter[0] : reporter))
  const others = names.filter((name) => name !== 'default')
  if (others.length === 0) return false
  // A package of somebody's is given by a word, too. Loaded only then: it takes longer than all the rest here.
  const { ReportersMap } = await import('vitest/node')
  return others.some((name) => !Object.hasOwn(ReportersMap, name))
}

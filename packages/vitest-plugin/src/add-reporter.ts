import { ReportersMap, type TestProject, type Vitest } from 'vitest/node'
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
  if (hasOwnCode(project, others)) await ours.watchMain()
}

const builtInPlugin = /^(?:(?:vite|vitest|builtin)(?::|$)|alias$|no-orphans$)/
// A package of somebody's is given by a word, too.
const isBuiltIn = (reporter: unknown): boolean =>
  Object.hasOwn(ReportersMap, String(Array.isArray(reporter) ? reporter[0] : reporter))

/** Whether anything runs in the main process that is neither Vitest's nor ours: only that can hold it unexpectedly. */
function hasOwnCode({ config, vite }: TestProject, reporters: readonly unknown[]): boolean {
  return (
    config.globalSetup.length > 0 ||
    vite.config.plugins.some(({ name }) => !builtInPlugin.test(name)) ||
    reporters.some((reporter) => !isBuiltIn(reporter))
  )
}

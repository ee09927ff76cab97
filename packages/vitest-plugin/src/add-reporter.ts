import type { Vitest } from 'vitest/node'
import OrphansReporter from './reporter.js'

const reported = new WeakSet<Vitest>()

/** Adds the reporter, once, whatever others there are and however many projects have the plugin. */
export function addReporter(vitest: Vitest): void {
  const reporters = vitest.config.reporters as unknown[]
  if (reported.has(vitest) || reporters.some((reporter) => reporter instanceof OrphansReporter)) return
  reported.add(vitest)
  reporters.push(new OrphansReporter(vitest.config.root))
}

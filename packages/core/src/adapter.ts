/*
 * For adapters: how a framework's file and test become scopes. A framework's users need none of this.
 *
 *   const { FileWatch, setFramework, adoptFormatter } = engine()
 *   const file = new FileWatch('/project/a.test.ts', resolveOptions(input, 'noOrphans()'))
 *   const test = file.test('adds numbers')
 *   test.run(() => fn())
 *   const verdict = await test.end()          // undefined, at once, when nothing is open
 *   const last = await file.end()
 *   await file.close()
 *
 * What a worker keeps for the run report, and the baseline: see the top of report/recorder.ts, one argument more.
 */

export type { Framework } from './framework.js'
export {
  type AllowRule,
  isOption,
  OptionError,
  type Options,
  type ResolvedOptions,
  resolveOptions,
} from './options.js'
export type { Frame, Orphan, Owner } from './orphan.js'
export { OrphanError, renderOrphan, renderOrphans, shortPath, total } from './orphan-error.js'
export type { RecorderContext } from './report/recorder.js'
export type { Engine } from './shared-engine.js'
export type { FileWatch, Judged, TestWatch, Verdict, Watchers } from './watch-file.js'
export { engine } from './whole-engine.js'

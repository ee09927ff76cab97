import type { BlockOptions, Watch } from './find.js'
import type { AllowRule } from './options.js'
import type { Orphan } from './orphan.js'
import type { Snapshot } from './snapshot.js'
import { engine, rest } from './whole-engine.js'

export type { BlockOptions, Watch } from './find.js'
export type { AllowRule, Mode, Options, ResolvedOptions, ScopePolicy } from './options.js'
export { OptionError, resolveOptions } from './options.js'
export type { Frame, Orphan, Owner } from './orphan.js'
export { OrphanError } from './orphan-error.js'
export * from './patterns/index.js'
export * from './profile/index.js'
export type { Snapshot } from './snapshot.js'

/**
 * Runs a function and gives what it left open.
 *
 * What is given here is not reported again by the test around it.
 *
 * @param fn May be sync or async. What it throws is thrown here.
 * @param options `settle` (ms, default 200), `unref`, `promises`, `listeners` (default `false`), `allow` (default none),
 * `reclaim`: `'test'` closes at once what was left (default: it stays open, until the end of the file where there is one).
 * @throws OptionError for a wrong option, before `fn` runs.
 * @example
 * ```ts
 * const orphans = await findOrphans(() => { setInterval(poll, 5000) })
 * orphans[0].description // 'interval every 5000 ms'
 * ```
 */
export const findOrphans = (fn: () => unknown, options?: BlockOptions): Promise<Orphan[]> =>
  rest().findOrphans(fn, options)

/**
 * Runs a function and throws when it left something open.
 *
 * @param fn May be sync or async. What it throws comes first; what it left is added to its message.
 * @param options `settle` (ms, default 200), `unref`, `promises`, `listeners` (default `false`), `allow` (default none),
 * `reclaim`: `'test'` closes at once what was left (default: it stays open, until the end of the file where there is one).
 * @throws OrphanError naming what was left and the line that began it.
 * @throws OptionError for a wrong option, before `fn` runs.
 * @example
 * ```ts
 * await verifyNoOrphans(async () => { const server = await startServer(); await server.stop() })
 * ```
 */
export const verifyNoOrphans = (fn: () => unknown, options?: BlockOptions): Promise<void> =>
  rest().verifyNoOrphans(fn, options)

/**
 * Opens a scope that is judged when it goes out of scope.
 *
 * @param options `settle` (ms, default 200), `unref`, `promises`, `listeners` (default `false`), `allow` (default none),
 * `reclaim`: `'test'` closes at once what was left (default: it stays open, until the end of the file where there is one).
 * @throws OptionError for a wrong option, at once; OrphanError on disposal, when something is left.
 * @example
 * ```ts
 * await using scope = watch()
 * const server = await scope.run(() => startServer())
 * await server.stop()
 * ```
 */
export const watch = (options?: BlockOptions): Watch => rest().watch(options)

/**
 * Lists what is open now, with owner, origin and description. Unref'd resources are listed and say so. Sees what was
 * opened while something watched: a test, `watch()`, `monitor()` or `profileHandler()`.
 *
 * @example
 * ```ts
 * const before = snapshot()
 * const timer = setInterval(poll, 1000)
 * snapshot().since(before) // [{ description: 'interval every 1000 ms', ... }]
 * clearInterval(timer)
 * ```
 */
export const snapshot = (): Snapshot => rest().snapshot()

/** What a test may say about what it leaves. */
export const orphans = {
  /**
   * Lets the current test leave what matches; at top level or in a `describe`, the current file.
   *
   * @param rule `kind`, `package`, `file`, `function` (strings, `*` is a wildcard; all that are given must match), and
   * the reason why this may be left.
   * @throws OptionError for a rule without a reason or with an unknown field.
   * @example
   * ```ts
   * orphans.allow({ kind: 'interval', package: 'some-metrics', reason: 'has no stop function, see its issue 12' })
   * ```
   */
  allow: (rule: AllowRule): void => engine().allow(rule),

  /**
   * Makes what is created inside belong to the file instead of the test: it must be released by the end of the file.
   *
   * @param create May be sync or async. Gives what it gives.
   * @example
   * ```ts
   * const pool = await orphans.shared(() => createPool())
   * ```
   */
  shared: <T>(create: () => T): T => engine().shared(create),
}

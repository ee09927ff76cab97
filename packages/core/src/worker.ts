/*
 * For adapters whose workers live for one file: the part of `adapter` that a clean file needs. The rest is loaded when it
 * is first needed, in the way that the adapter says:
 *
 *   loadRestBy(() => void require('@no-orphans/core/adapter').engine())
 */

export type { Framework } from './framework.js'
export { loadRestBy } from './on-demand.js'
export { type ResolvedOptions, resolveOptions } from './options.js'
export type { OrphanError } from './orphan-error.js'
export { type Engine, engine } from './shared-engine.js'
export type { FileWatch, TestWatch, Verdict, Watchers } from './watch-file.js'

import type * as core from '@no-orphans/core'
import type * as adapter from '@no-orphans/core/adapter'
import type * as matchers from '@no-orphans/core/matchers'
import type * as report from '@no-orphans/core/report'
import type * as worker from '@no-orphans/core/worker'

/*
 * The core is loaded by Node's own require, so that there is one copy of it in a thread, in the main realm: an import
 * would load a second one for every context of Vitest's vm pools, where `node:module` is a stand-in too.
 */
const nodeRequire = globalThis.process?.getBuiltinModule?.('node:module').createRequire(import.meta.url)

/** Whether there is a Node to ask. In a browser there is none, and nothing is watched. */
export const isNode = nodeRequire !== undefined

/** Node's own `require`, from here. */
export function load<T>(id: string): T {
  if (!nodeRequire) throw new Error('no-orphans works only in Node')
  return nodeRequire(id) as T
}

export const loadCore = (): typeof core => load('@no-orphans/core')
export const loadAdapter = (): typeof adapter => load('@no-orphans/core/adapter')
export const loadWorker = (): typeof worker => load('@no-orphans/core/worker')
export const loadReport = (): typeof report => load('@no-orphans/core/report')
export const loadMatchers = (): typeof matchers => load('@no-orphans/core/matchers')

import asyncHooks from 'node:async_hooks'
import { watchCollectorOf } from './collectors.js'
import { allow, shared } from './declare.js'
import { adoptFormatter, setFramework } from './framework.js'
import { needRest } from './on-demand.js'
import { withoutTracking } from './paused.js'
import { recorder } from './report/recorder.js'
import { FileWatch } from './watch-file.js'

/*
 * There may be several copies of this package in one process: as ESM and as CommonJS, or one in each of the realms
 * that Jest and Vitest's vm pools make. There must be one ledger. The first copy shows itself on the one object that
 * every realm shares, Node's async_hooks module, and every other copy works through it.
 */

const protocol = 2
const slot = Symbol.for('no-orphans.engine')

const own = {
  protocol,
  FileWatch,
  allow,
  shared,
  setFramework,
  adoptFormatter,
  recorder,
  withoutTracking,
  watchCollectorOf,
  rest: needRest,
}

/** Everything that works on the one ledger of the process. */
export type Engine = typeof own

/**
 * The engine of this process.
 *
 * @throws Error when another copy of the package is there that this one cannot work with.
 */
export function engine(): Engine {
  const place = asyncHooks as unknown as Record<symbol, Engine | undefined>
  const first = place[slot]
  if (!first) {
    Object.defineProperty(place, slot, { value: own, configurable: true })
    return own
  }
  if (first.protocol !== protocol) {
    throw new Error(
      `two versions of @no-orphans/core are in this process and cannot share one ledger (protocols ${first.protocol} and ${protocol}); install one version for all of @no-orphans/*`,
    )
  }
  return first
}

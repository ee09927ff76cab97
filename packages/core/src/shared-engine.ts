import asyncHooks from 'node:async_hooks'
import { allow, shared } from './declare.js'
import { findOrphans, runBlock, verifyNoOrphans, watch } from './find.js'
import { setFramework } from './origin.js'
import * as patterns from './patterns/engine.js'
import { withoutTracking } from './paused.js'
import { profileHandler } from './profile/handler.js'
import { monitor } from './profile/monitor.js'
import { profile } from './profile/profile.js'
import { recorder } from './report/recorder.js'
import { snapshot } from './snapshot.js'
import { adoptFormatter } from './stack.js'
import { FileWatch } from './watch-file.js'
import { watchProcess } from './watch-process.js'

/*
 * There may be several copies of this package in one process: as ESM and as CommonJS, or one in each of the realms
 * that Jest and Vitest's vm pools make. There must be one ledger. The first copy shows itself on the one object that
 * every realm shares, Node's async_hooks module, and every other copy works through it.
 */

const protocol = 1
const slot = Symbol.for('no-orphans.engine')

const own = {
  protocol,
  FileWatch,
  allow,
  shared,
  findOrphans,
  runBlock,
  verifyNoOrphans,
  watch,
  snapshot,
  setFramework,
  adoptFormatter,
  recorder,
  watchProcess,
  withoutTracking,
  ...patterns,
  profile,
  profileHandler,
  monitor,
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

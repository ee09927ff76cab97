import type * as everything from './rest.js'

/*
 * A test that leaves nothing needs the tracker and the ledger. What tells of orphans, and what is asked for by name, is
 * more than half of the core; a worker that lives for one file would spend as much time on loading it as on the rest.
 */

/** What is loaded when it is first needed. */
export type Rest = typeof everything

let rest: Rest | undefined
let load = (): void => {}

/** Hands it over, loaded. */
export function provideRest(loaded: Rest): void {
  rest = loaded
}

/** Says how it is loaded when it is needed: by a call that ends in {@link provideRest}. */
export function loadRestBy(loader: () => void): void {
  load = loader
}

/** What is needed only where something was left, or is asked for. Loaded now, if it is not yet. */
export function needRest(): Rest {
  if (!rest) load()
  if (!rest) throw new Error('no-orphans could not load the rest of itself')
  return rest
}

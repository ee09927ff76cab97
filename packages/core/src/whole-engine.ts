import { provideRest, type Rest } from './on-demand.js'
import * as everything from './rest.js'
import { type Engine, engine as shared } from './shared-engine.js'

/** The engine of this process; what it would load on demand is loaded with this file. */
export function engine(): Engine {
  provideRest(everything)
  return shared()
}

/** All that the engine of this process can do beyond watching. */
export const rest = (): Rest => engine().rest()

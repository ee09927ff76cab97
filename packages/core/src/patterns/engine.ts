/* What this folder adds to the one engine of the process. */

export { doesNotAccumulate } from './accumulate.js'
export { settlesWithin } from './settle-within.js'
export { staysWithin } from './stay-within.js'
export { stopsOnAbort } from './stop-on-abort.js'

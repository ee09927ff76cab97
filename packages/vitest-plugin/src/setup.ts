import * as vitest from 'vitest'
import type { watch } from './worker.js'

/*
 * Vitest runs this file before every test file, in the realm of the tests, and hands it its own functions. All else is in
 * worker.cjs, which Node's own require loads once in a thread: an import would load it once more for every context of
 * Vitest's vm pools, and every file that is imported costs a worker a round trip to the main process.
 */

// In a browser there is no Node to ask.
const node = globalThis.process?.getBuiltinModule?.('node:module')

if (node) (node.createRequire(import.meta.url)('./worker.cjs') as { watch: typeof watch }).watch(vitest, globalThis)
else console.warn('no-orphans does not watch in browser mode: there is no Node there to ask')

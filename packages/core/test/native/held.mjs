/* A program that a native addon keeps alive: `callBack` or `open`, as its first argument says. */
import { createRequire } from 'node:module'

const [way, addon] = process.argv.slice(2)
createRequire(import.meta.url)(addon)[way]('Watcher') // <- held

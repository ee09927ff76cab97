import Module from 'node:module'
import { packageOf } from './stack.js'

/* Only native addons open what Node has no object for; most processes have none but the runner's own. */

const loaded = (): string[] =>
  Object.keys((Module as unknown as { _cache: object })._cache).filter((file) => file.endsWith('.node'))

let earlier: Set<string> | undefined

/** What is loaded by now is the runner's. Once in a process. */
export function noteAddons(): void {
  earlier ??= new Set(loaded())
}

/** The files of the native addons that were loaded since. */
export const newAddons = (): string[] => loaded().filter((file) => !earlier?.has(file))

/** In words, whose native code it may be. */
export function whoseAddon(): string {
  const files = newAddons().length > 0 ? newAddons() : loaded()
  return [...new Set(files.map((file) => packageOf(file) ?? file))].join(' or ')
}

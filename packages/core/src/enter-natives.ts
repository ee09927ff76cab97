import { whoseAddon } from './addons.js'
import { Entry } from './entry.js'
import { heldNatively } from './held-natively.js'
import type { Kind } from './kinds/kind.js'
import { native as nativeKind } from './kinds/native.js'
import { heldNatives, nativesIn, unsettledNatives } from './natives.js'
import type { Scope } from './scope.js'
import { realNow } from './turns.js'

/**
 * Enters what native code has announced in a scope and what does hold the event loop. Nothing tells which of several does:
 * the newest, as what was there at an earlier look was found not to.
 */
export function enterNatives(scope: Scope): void {
  if (nativesIn(scope).length === 0) return
  let held = heldNatively().filter((type) => type === 'async').length - heldNatives().length
  for (const native of unsettledNatives()) {
    native.isHeld = held-- > 0
    if (!native.isHeld) continue
    // Found out later than it was made.
    const id = Math.max(native.asyncId, native.scope.idOfItsOwn)
    native.scope.add(new Entry(native, nativeKind, id, native.triggerId, native.captured, native.scope))
  }
}

interface Unannounced {
  types: readonly string[]
  /** How much was told of before this. */
  readonly others: number
  askedAt: number
}

// How much of it earlier files of this process were told of.
let told = 0

/** Enters, for a file, what addons hold the event loop by and nobody announced. */
export function enterUnannounced(file: Scope): void {
  enterNatives(file)
  const held = unannounced()
  told = Math.min(told, held.length)
  const types = held.slice(told)
  if (types.length === 0) return
  const resource: Unannounced = { types, others: told, askedAt: realNow() }
  file.add(new Entry(resource, unannouncedKind, file.idOfItsOwn, 0, { frames: [] }, file))
}

function unannounced(): string[] {
  const held = heldNatively()
  for (const _ of heldNatives()) if (held.includes('async')) held.splice(held.indexOf('async'), 1)
  return held
}

// To ask takes some ms, and while something may still end it is asked again and again.
const patience = 50

function isStillHeld(resource: Unannounced): boolean {
  if (realNow() - resource.askedAt > patience) {
    resource.askedAt = realNow()
    resource.types = unannounced().slice(resource.others)
  }
  return resource.types.length > 0
}

/** `untracked`: what a native addon holds the event loop by, and Node has no object for. */
const unannouncedKind: Kind<Unannounced> = {
  name: 'untracked',
  types: [],
  depth: 0,
  unseen: true,
  state: (resource) => (isStillHeld(resource) ? 'open' : 'closed'),
  maySettle: () => true,
  confirm: async (entries) => {
    for (const { resource } of entries) told += (resource as Unannounced).types.length
    return entries
  },
  describe: ({ types }) => `untracked handle of native code (${types.join(', ')}), of ${whoseAddon()}`,
  remedy: () => 'close it the way its package documents',
  reclaim: () => {
    throw new Error('only its package can close it')
  },
}

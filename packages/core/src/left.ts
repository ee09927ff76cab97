import { orphansOf, withoutParts } from './gather.js'
import { originOf } from './origin.js'
import type { Orphan } from './orphan.js'
import type { Scope } from './scope.js'

/** What holds the event loop in a scope and below it, reported or not. */
export function leftOpen(scope: Scope): Orphan[] {
  const open = [scope, ...below(scope)].flatMap((each) => each.sweep()).filter((entry) => entry.state() === 'open')
  const somebodys = open.filter((entry) => {
    if (entry.kind.isProcessWide?.(entry.resource)) return false
    return !originOf(entry).nobody && (originOf(entry).creator || entry.kind.unseen)
  })
  return orphansOf(withoutParts(somebodys, open))
}

const below = (scope: Scope): Scope[] => [...scope.below].flatMap((each) => [each, ...below(each)])

import { orphansOf } from './gather.js'
import { originOf } from './origin.js'
import type { Orphan } from './orphan.js'
import type { Scope } from './scope.js'

/** What holds the event loop in a scope and below it, reported or not. */
export function leftOpen(scope: Scope): Orphan[] {
  const open = [scope, ...below(scope)].flatMap((each) => each.sweep()).filter((entry) => entry.state() === 'open')
  return orphansOf(open.filter((entry) => !originOf(entry).nobody && originOf(entry).creator))
}

const below = (scope: Scope): Scope[] => [...scope.below].flatMap((each) => [each, ...below(each)])

import { announcedStacks } from './announced.js'
import type { Entry } from './entry.js'
import { releaseStack } from './frames.js'
import type { Scope } from './scope.js'

/** Forgets, below these scopes, what is closed, and of every stack what V8 keeps for it; its frames stay. */
export function letGo(outermost: Iterable<Scope>): void {
  for (const scope of outermost) letGoOf(scope)
  for (const captured of announcedStacks()) releaseStack(captured)
}

function letGoOf(scope: Scope): void {
  for (const below of [...scope.below]) letGoOf(below)
  scope.sweep().forEach(releaseStacks)
  scope.fullStacks().forEach(releaseStack)
}

/** Lets go of the stacks of an entry and of what caused it. */
export function releaseStacks(entry: Entry): void {
  for (let each: Entry | null | undefined = entry; each; each = each.cause) releaseStack(each.captured)
}

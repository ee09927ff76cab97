import type { Entry } from '../entry.js'
import { nameOf } from '../gather.js'
import { originOf } from '../origin.js'
import type { Frame } from '../orphan.js'
import { placeOf } from '../patterns/where-from.js'
import { everythingOfSomebody } from './everything.js'

/** Open resources of one kind that began at one place. */
export interface ProfileGroup {
  count: number
  /** One of the kinds in the README, e.g. `'interval'`. */
  kind: string
  /** Each in words: `interval every 5000 ms`. */
  descriptions: string[]
  /** How many of them do not hold the event loop. */
  unref: number
  /** The package that created them; none for the project's own code. */
  package?: string
  /** The creation stack, innermost first. Empty for what was made outside the user's code. */
  stack: Frame[]
}

/** What is open at one moment, and where it began. */
export interface Profile {
  /** How many resources are open. */
  total: number
  /** By kind and creation stack, most first. */
  groups: ProfileGroup[]
  /** Whether anybody watched. When not, only Node's own list of active resources is known, without where they began. */
  watched: boolean
  /**
   * The profile as text.
   *
   * @param detail `1`: a group each, as counts; `2`: a resource each, in words. Default `1`.
   */
  text(detail?: 1 | 2): string
}

/** Takes the profile. Documented where it is exported. */
export function profile(): Profile {
  const entries = everythingOfSomebody()
  const groups = entries ? groupsOf(entries) : groupsOfNode()
  const total = groups.reduce((sum, group) => sum + group.count, 0)
  return {
    total,
    groups,
    watched: entries !== undefined,
    text: (detail = 1) => render(total, groups, entries !== undefined, detail),
  }
}

function groupsOf(entries: readonly Entry[]): ProfileGroup[] {
  const groups = new Map<string, ProfileGroup>()
  for (const entry of entries) {
    const { stack, through, package: owner } = originOf(entry)
    const kind = nameOf(entry)
    const key = [kind, ...stack.map(placeOf)].join('\n')
    const group = groups.get(key) ?? {
      count: 0,
      kind,
      descriptions: [],
      unref: 0,
      ...(owner && { package: owner }),
      stack,
    }
    groups.set(key, group)
    group.count++
    group.descriptions.push(entry.kind.describe(entry.resource, through))
    if (entry.state() === 'unref') group.unref++
  }
  return [...groups.values()].sort((a, b) => b.count - a.count)
}

function groupsOfNode(): ProfileGroup[] {
  const counts = new Map<string, number>()
  for (const type of process.getActiveResourcesInfo()) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts]
    .map(([kind, count]) => ({ count, kind, descriptions: [], unref: 0, stack: [] }))
    .sort((a, b) => b.count - a.count)
}

function render(total: number, groups: readonly ProfileGroup[], watched: boolean, detail: 1 | 2): string {
  const head = `resource profile: total ${total}`
  const note = watched ? '' : '\n(nothing watches this process: only what Node itself counts, without places)'
  const parts = groups.map((group) => (detail === 1 ? brief(group) : group.descriptions.map(full(group)).join('\n\n')))
  return `${[`${head}${note}`, ...parts].join('\n\n')}\n`
}

function brief(group: ProfileGroup): string {
  const unref = group.unref > 0 ? ` (${group.unref} unref)` : ''
  const owner = group.package ? ` by package ${group.package}` : ''
  return [`${group.count} @ ${group.kind}${unref}${owner}`, ...lines(group.stack)].join('\n')
}

const full =
  (group: ProfileGroup) =>
  (description: string): string =>
    [`${group.kind}: ${description}`, ...lines(group.stack)].join('\n')

const lines = (stack: readonly Frame[]): string[] =>
  stack.map((frame) => `#  ${frame.function ?? '(anonymous)'}  ${placeOf(frame)}`)

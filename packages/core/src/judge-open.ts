import { enterNatives } from './enter-natives.js'
import type { Entry } from './entry.js'
import { currentFramework } from './framework.js'
import { clientOf, clientsIn, isAccepted, nameOf, orphansOf, withoutParts } from './gather.js'
import { allOpen, type Counts, type Judgement, openIn, type Policy } from './judge.js'
import type { AllowRule } from './options.js'
import { originOf } from './origin.js'
import type { Orphan } from './orphan.js'
import { enterWaits } from './promises/enter.js'
import { matchingRule } from './rules.js'
import type { Scope } from './scope.js'
import { settle } from './settle.js'

/** Judges a scope that has something open a turn after its end: waits for what may still end, says what is left of it. */
export async function judgeOpen(scope: Scope, policy: Policy, counts: Counts): Promise<Judgement> {
  const open = () => {
    enterWaits(scope)
    enterNatives(scope)
    return openIn(scope).filter(counts)
  }
  // Whose it is takes a formatted stack: asked only of what a full turn of the event loop has not closed.
  const settled = await settle(
    () => open().filter(dueAt(scope, policy)),
    () => openIn(scope),
    policy.settle,
  )
  const left = await confirmed(settled)
  const judgement: Judgement = { orphans: [], entries: [], allowed: [] }
  const orphaned: Entry[] = []
  for (const entry of left) {
    const rule = ruleFor(entry, policy.allow)
    entry.reported = true
    markReported(entry.scope)
    if (rule && !rule.until) judgement.allowed.push({ orphan: orphansOf([entry])[0] as Orphan, rule })
    else orphaned.push(entry)
  }
  judgement.entries = orphaned
  if (orphaned.length > 0) judgement.orphans = orphansOf(withoutParts(orphaned, allOpen(scope)))
  return judgement
}

/** What its kind, where that has a last question, confirms. */
async function confirmed(entries: Entry[]): Promise<Entry[]> {
  let left = entries
  for (const kind of new Set(entries.map((entry) => entry.kind))) {
    if (!kind.confirm) continue
    const asked = left.filter((entry) => entry.kind === kind)
    const answer = new Set(await kind.confirm(asked, left))
    left = left.filter((entry) => entry.kind !== kind || answer.has(entry))
  }
  return left
}

function markReported(scope: Scope): void {
  scope.reported = true
  scope.judgedUpTo = scope.entries.at(-1)?.asyncId ?? 0
}

/** Whether an entry must be gone by the end of this scope, by what is open now. */
function dueAt(scope: Scope, policy: Policy): (entry: Entry) => boolean {
  const isDue = (entry: Entry): boolean => {
    const origin = originOf(entry)
    if (origin.nobody) return false
    // Outside every test, what has no creator was made by Node or the runner for the whole process.
    const isAround = entry.scope.type !== 'test' && entry.scope.type !== 'block'
    if (isAround && !origin.creator && !entry.kind.unseen) return false
    if (scope.type !== 'test') return true
    if (ruleFor(entry, policy.allow)?.until === 'file') return false
    if (policy.scope === 'auto') return origin.package === undefined || entry.kind.deliberate === true
    return policy.scope === 'test'
  }
  let clients: Map<string, Entry> | undefined
  return (entry) => {
    if (!isDue(entry)) return false
    if (!isAccepted(entry)) return true
    // An accepted socket ends when its client does, so it is judged where that one is, or was.
    clients ??= clientsIn(allOpen(scope).filter((each) => each.state() === 'open'))
    const client = clientOf(entry, clients)
    return !client || client.reported || (client.scope.isWithin(scope) && isDue(client))
  }
}

function ruleFor(entry: Entry, everywhere: readonly AllowRule[]): AllowRule | undefined {
  // What a test says of its own holds also where that is judged later.
  const rules = [...[...entry.scope.lineage()].flatMap((each) => each.rules), ...everywhere]
  return rules.length > 0 ? matchingRule(rules, nameOf(entry), originOf(entry), currentFramework().root) : undefined
}

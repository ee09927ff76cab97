import { setAtLarge } from './disturbance.js'
import { entriesOf } from './gather.js'
import type { Judgement } from './judge.js'
import type { Orphan } from './orphan.js'
import { OrphanError } from './orphan-error.js'
import type { Judged, Verdict, Watchers } from './watch-file.js'

/** Makes a verdict of what the judge found: the baseline is asked, the run report is told. */
export function conclude({ orphans, allowed }: Judgement, watchers: Watchers, at: Judged['at'], who: string): Verdict {
  const fresh: Orphan[] = []
  const judged: Judged[] = []
  for (const { orphan, rule } of allowed) judged.push({ verdict: 'allowed', orphan, rule, at })
  for (const orphan of orphans) {
    const known = watchers.isKnown?.(orphan) ?? false
    judged.push({ verdict: known ? 'known' : 'orphan', orphan, at })
    if (!known) fresh.push(orphan)
  }
  for (const each of judged) watchers.onJudged?.(each)
  for (const { orphan, verdict } of judged) if (verdict !== 'allowed') setAtLarge(entriesOf(orphan))
  return { error: fresh.length > 0 ? new OrphanError(fresh, who) : undefined, judged }
}

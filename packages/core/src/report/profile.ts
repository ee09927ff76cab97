import type { ReportedOrphan } from './run-report.js'
import { compare } from './verdicts.js'

/** The orphans of one origin, as a line of a profile. */
export interface ProfileLine {
  count: number
  /** That of the first, and alike for all but for ports and the like. */
  description: string
  kind: string
  package?: string
  /** `src/metrics.ts:9`; none when Node itself opened it. */
  place?: string
  orphans: ReportedOrphan[]
  /** Whose they are: tests, or files where it was no test. */
  owners: number
}

/** Groups orphans by origin, most first. */
export function profile(orphans: readonly ReportedOrphan[]): ProfileLine[] {
  const groups = new Map<string, ReportedOrphan[]>()
  for (const orphan of orphans) {
    const key = [orphan.kind, orphan.package, placeOf(orphan)].join('\n')
    const group = groups.get(key)
    if (group) group.push(orphan)
    else groups.set(key, [orphan])
  }
  return [...groups.values()].map(lineOf).sort((a, b) => b.count - a.count || compare(a.place ?? '', b.place ?? ''))
}

function lineOf(orphans: ReportedOrphan[]): ProfileLine {
  const [first] = orphans as [ReportedOrphan]
  const place = placeOf(first)
  const descriptions = new Set(orphans.map(({ description }) => description))
  return {
    count: orphans.reduce((sum, { count }) => sum + count, 0),
    description: descriptions.size === 1 ? first.description : commonWords([...descriptions]),
    kind: first.kind,
    ...(first.package && { package: first.package }),
    ...(place && { place }),
    orphans,
    owners: new Set(orphans.map(({ owner, project }) => [owner.file, owner.name, project].join('\n'))).size,
  }
}

/** Where an orphan began, as a person reads it. */
export function placeOf({ origin, creator }: Pick<ReportedOrphan, 'origin' | 'creator'>): string | undefined {
  const frame = origin ?? creator
  return frame && `${frame.file}:${frame.line}`
}

/** What descriptions have in common: `TCP server listening on 127.0.0.1:43121` and `...:43122` differ in the port only. */
function commonWords(descriptions: string[]): string {
  const [first = [], ...rest] = descriptions.map((text) => text.split(/(?<=[\s:])|(?=[\s:])/))
  const common = first.map((word, index) => (rest.every((words) => words[index] === word) ? word : '*'))
  return common.join('').replace(/\*(?:[\s:]*\*)+/g, '*')
}

import type { Frame } from '../orphan.js'
import type { RunFacts } from './build.js'
import { portable } from './fingerprint.js'
import { frameOf, sourceAt } from './frames.js'
import type { RunRecord } from './records.js'
import type { ReportedVerdict, Timeline, TimelineFile, TimelineResource } from './run-report.js'

/** What the timeline draws, of what all workers told. */
export function timelineOf(workers: readonly RunRecord[][], facts: RunFacts): Timeline {
  const timeline: Timeline = { files: [], origins: [], resources: [] }
  const origins = new Map<string, number>()
  const states = new Map(facts.tests.map((test) => [[test.file, test.project, test.name].join('\n'), test.state]))

  const originIndex = (frame: Frame | undefined): number | undefined => {
    if (!frame) return undefined
    const key = `${frame.file}:${frame.line}:${frame.column}`
    let index = origins.get(key)
    if (index === undefined) {
      const source = sourceAt(frame)
      index = timeline.origins.push({ ...frameOf(frame, facts.root), ...(source && { source }) }) - 1
      origins.set(key, index)
    }
    return index
  }
  for (const records of workers) addWorker(timeline, records, { facts, states, originIndex })
  return timeline
}

interface Context {
  facts: RunFacts
  states: Map<string, string>
  originIndex(frame: Frame | undefined): number | undefined
}

/** Ids are of one worker, so each is read by itself. */
function addWorker(timeline: Timeline, records: readonly RunRecord[], { facts, states, originIndex }: Context): void {
  const files = new Map<number, { index: number; bar: TimelineFile; path: string }>()
  const tests = new Map<number, { index: number; bar: TimelineFile['tests'][number] }>()
  const resources = new Map<number, TimelineResource>()
  for (const record of records) {
    switch (record.t) {
      case 'file': {
        const { file, project, at } = record
        const bar = {
          file: portable(facts.root, file),
          ...(project && { project }),
          start: round(at),
          end: 0,
          tests: [],
        }
        files.set(record.id, { index: timeline.files.push(bar) - 1, bar, path: file })
        break
      }
      case 'file-end':
      case 'file-closed': {
        const known = files.get(record.id)
        if (known) known.bar.end = round(record.at)
        break
      }
      case 'test': {
        const file = files.get(record.of)
        if (!file) break
        const state = states.get([file.path, file.bar.project, record.name].join('\n'))
        const number = record.try && { try: record.try }
        const bar = { name: record.name, start: round(record.at), end: 0, ...number, ...(state && { state }) }
        tests.set(record.id, { index: file.bar.tests.push(bar) - 1, bar })
        break
      }
      case 'test-end': {
        const known = tests.get(record.id)
        if (known) known.bar.end = round(record.at)
        break
      }
      case 'resource': {
        const { kind, description, remedy, package: owner, origin, creator } = record.orphan
        const place = originIndex(origin ?? creator)
        const test = record.test === undefined ? undefined : tests.get(record.test)?.index
        const resource: TimelineResource = {
          kind,
          description,
          remedy,
          ...(owner && { package: owner }),
          ...(place !== undefined && { origin: place }),
          file: files.get(record.of)?.index ?? 0,
          ...(test !== undefined && { test }),
          start: round(record.at),
        }
        resources.set(record.id, resource)
        timeline.resources.push(resource)
        break
      }
      case 'resource-end': {
        const known = resources.get(record.id)
        if (known) known.end = round(record.at)
        break
      }
      case 'judged':
        for (const id of record.resources ?? []) mark(resources.get(id), record.verdict)
        break
    }
  }
  // What was never seen to end went on until the end of all that is known.
  const last = round(facts.endedAt)
  for (const { bar } of files.values()) bar.end ||= last
  for (const { bar } of tests.values()) bar.end ||= last
}

function mark(resource: TimelineResource | undefined, verdict: ReportedVerdict): void {
  if (resource) resource.verdict = verdict
}

const round = (ms: number): number => Math.round(ms * 10) / 10

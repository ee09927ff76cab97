/// <reference lib="dom" />
import type { TimelineResource } from '../run-report.js'
import type { Group, Model, PageData, Row } from './types.js'

/** What there is to see, grouped by origin and filtered. */
export function createModel(data: PageData): Model {
  const { timeline } = data
  /** What differs, such as a port, is left open: `TCP server listening on 127.0.0.1:*`. */
  const inCommon = (a: string, b: string): string => {
    const words = a.split(/([ :])/)
    const others = b.split(/([ :])/)
    if (words.length !== others.length) return a
    return words.map((word, index) => (word === others[index] ? word : '*')).join('')
  }
  const all = new Map<string, Group>()
  for (const resource of timeline.resources) {
    const origin = resource.origin === undefined ? undefined : timeline.origins[resource.origin]
    const key = [resource.kind, resource.package, resource.origin].join(' ')
    let group = all.get(key)
    if (!group) {
      group = {
        key,
        kind: resource.kind,
        label: resource.description,
        place: origin ? `${origin.file}:${origin.line}` : '',
        package: resource.package ?? '',
        resources: [],
        bad: 0,
        known: 0,
        open: false,
      }
      all.set(key, group)
    }
    if (group.label !== resource.description) group.label = inCommon(group.label, resource.description)
    group.resources.push(resource)
  }

  const fate = (resource: TimelineResource): 'bad' | 'known' | 'fine' =>
    resource.verdict === 'orphan' || resource.verdict === 'released'
      ? 'bad'
      : resource.verdict === 'known'
        ? 'known'
        : 'fine'

  const testOf = (resource: TimelineResource) =>
    resource.test === undefined ? undefined : timeline.files[resource.file]?.tests[resource.test]

  const matches = (group: Group, resource: TimelineResource): boolean => {
    const { filters } = model
    const file = timeline.files[resource.file]?.file ?? ''
    if (filters.bad && fate(resource) === 'fine') return false
    if (filters.kind && resource.kind !== filters.kind) return false
    if (filters.package && (resource.package ?? 'the project') !== filters.package) return false
    if (filters.file && file !== filters.file) return false
    if (!filters.text) return true
    const text = `${resource.description} ${group.place} ${group.package} ${file} ${testOf(resource)?.name ?? ''}`
    return text.toLowerCase().includes(filters.text.toLowerCase())
  }

  const count = (group: Group, of: string): number =>
    group.resources.reduce((sum, resource) => sum + (fate(resource) === of ? 1 : 0), 0)

  const model: Model = {
    data,
    groups: [],
    rows: [],
    view: { from: data.start, to: data.end },
    filters: { text: '', kind: '', package: '', file: '', bad: false },
    refilter() {
      const open = new Set(model.groups.filter((group) => group.open).map((group) => group.key))
      model.groups = []
      for (const group of all.values()) {
        const resources = group.resources
          .filter((resource) => matches(group, resource))
          .sort((a, b) => a.start - b.start)
        if (resources.length === 0) continue
        const kept = { ...group, resources, open: open.has(group.key) }
        kept.bad = count(kept, 'bad')
        kept.known = count(kept, 'known')
        model.groups.push(kept)
      }
      model.groups.sort((a, b) => b.bad - a.bad || b.known - a.known || b.resources.length - a.resources.length)
      model.flatten()
    },
    flatten() {
      const rows: Row[] = []
      for (const group of model.groups) {
        rows.push({ group })
        if (group.open) for (const resource of group.resources) rows.push({ group, resource })
      }
      model.rows = rows
    },
    time(ms) {
      if (ms < 1000) return `${Math.round(ms)} ms`
      if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`
      return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`
    },
    fate,
    due(resource) {
      return testOf(resource)?.end ?? timeline.files[resource.file]?.end ?? data.end
    },
    ownerOf(resource) {
      const file = timeline.files[resource.file]?.file ?? ''
      const test = testOf(resource)
      return test ? `${test.name} (${file})` : file
    },
  }
  model.refilter()
  return model
}

/// <reference lib="dom" />
import type { El, Model, Row } from './types.js'

/** Everything about one row: what it is, where it began, with its source, and what closes it. */
export function createDetails(model: Model, el: El): (row: Row | undefined) => void {
  const panel = document.getElementById('details') as HTMLElement
  const { timeline } = model.data
  let last: Row | undefined

  const fact = (name: string, value: string): HTMLElement[] => (value ? [el('dt', {}, name), el('dd', {}, value)] : [])

  const verdicts: Record<string, string> = {
    orphan: 'left running',
    released: 'left running, released later',
    known: 'left running, known in the baseline',
    allowed: 'left running, allowed by a rule',
  }

  return (row) => {
    if (!row || row === last) return
    last = row
    const { group } = row
    const resource = row.resource ?? group.resources[0]
    if (!resource) return
    const origin = resource.origin === undefined ? undefined : timeline.origins[resource.origin]
    const source = (origin?.source ?? []).map(({ line, text }) =>
      el('span', { class: line === origin?.line ? 'line here' : 'line' }, `${String(line).padStart(5)}  ${text}\n`),
    )
    const fate = row.resource ? model.fate(row.resource) : group.bad > 0 ? 'bad' : group.known > 0 ? 'known' : 'fine'
    const time = (at: number): string => model.time(at - model.data.start)
    const ofOne = row.resource
      ? [
          ...fact('Verdict', verdicts[row.resource.verdict ?? ''] ?? 'closed in time'),
          ...fact('Test', model.ownerOf(row.resource)),
          ...fact('Began', time(row.resource.start)),
          ...fact(row.resource.test === undefined ? 'Its file ended' : 'Its test ended', time(model.due(row.resource))),
          ...fact('Ended', row.resource.end === undefined ? 'never, as far as was seen' : time(row.resource.end)),
        ]
      : [
          ...fact('Opened', group.resources.length === 1 ? 'once' : `${group.resources.length} times`),
          ...fact('Left running', group.bad > 0 ? String(group.bad) : ''),
          ...fact('Known', group.known > 0 ? String(group.known) : ''),
        ]
    panel.replaceChildren(
      el('h2', { class: fate }, row.resource ? resource.description : group.label),
      el('p', { class: 'remedy' }, resource.remedy),
      el('dl', {}, ...ofOne, ...fact('Package', group.package)),
      ...(origin
        ? [
            el(
              'h3',
              {},
              `${origin.function ? `${origin.function}  ` : ''}${origin.file}:${origin.line}:${origin.column}`,
            ),
            ...(source.length > 0 ? [el('pre', {}, ...source)] : []),
          ]
        : []),
    )
  }
}

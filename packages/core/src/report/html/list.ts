/// <reference lib="dom" />
import type { createTracks } from './tracks.js'
import type { El, Model, Row, View } from './types.js'

/** The list of origins and their resources: only the rows in sight exist. */
export function createList(
  model: Model,
  tracks: ReturnType<typeof createTracks>,
  el: El,
  tell: (row: Row | undefined) => void,
): View & { reset(): void } {
  const height = 28
  const scroller = document.getElementById('rows') as HTMLElement
  const sheet = document.getElementById('sheet') as HTMLElement
  const axis = document.getElementById('axis') as HTMLElement
  let active = 0
  let printing = false

  const trackWidth = (): number => Math.max(120, axis.clientWidth)

  /** Of a path the end says more. */
  const shortened = (place: string): string => (place.length > 28 ? `…/${place.split('/').slice(-2).join('/')}` : place)

  const rowElement = (row: Row, index: number): HTMLElement => {
    const { group, resource } = row
    const isGroup = !resource
    const fate = resource ? model.fate(resource) : group.bad > 0 ? 'bad' : group.known > 0 ? 'known' : 'fine'
    const said = { bad: 'left running', known: 'known', fine: '' }[fate]
    const dot = el('span', { class: `dot ${fate}`, 'aria-hidden': 'true' })
    // The group's line says it already, but for a port or a number, which the details tell.
    const named = resource?.description === group.label || group.label.includes('*')
    const label = isGroup
      ? [
          el('span', { class: 'fold', 'aria-hidden': 'true' }, group.open ? '▾' : '▸'),
          el('span', { class: `count ${fate}` }, `${group.resources.length}×`),
          el('span', { class: 'what' }, group.label),
          el('span', { class: 'place', title: group.place }, shortened(group.place)),
          ...(group.package ? [el('span', { class: 'package' }, group.package)] : []),
        ]
      : [
          dot,
          ...(named ? [] : [el('span', { class: 'what' }, resource.description)]),
          el('span', { class: 'owner' }, model.ownerOf(resource)),
        ]
    const state = isGroup
      ? `${group.bad} left running, ${group.known} known`
      : `${said || 'closed in time'}, ${model.time((resource.end ?? model.data.end) - resource.start)}`
    const lines = isGroup ? tracks.many(group, trackWidth(), height) : tracks.one(resource, trackWidth(), height)
    const track = el('div', { role: 'gridcell', class: 'track' }, el('span', { class: 'hidden' }, state))
    track.append(lines)
    const element = el(
      'div',
      {
        role: 'row',
        id: `row${index}`,
        class: `row ${isGroup ? 'group' : 'resource'}${index === active ? ' active' : ''}`,
        'aria-level': isGroup ? 1 : 2,
        'aria-rowindex': index + 1,
        'aria-selected': String(index === active),
        ...(isGroup && { 'aria-expanded': String(group.open) }),
        style: printing ? '' : `top:${index * height}px`,
      },
      el('div', { role: 'gridcell', class: 'label' }, ...label),
      track,
    )
    element.addEventListener('mouseenter', () => tell(row))
    element.addEventListener('click', () => {
      go(index)
      if (isGroup) toggle(row, !group.open)
    })
    return element
  }

  const draw = (): void => {
    const first = printing ? 0 : Math.max(0, Math.floor(scroller.scrollTop / height) - 4)
    const last = printing ? Math.min(model.rows.length, 400) : first + Math.ceil(scroller.clientHeight / height) + 8
    sheet.style.height = printing ? 'auto' : `${model.rows.length * height}px`
    sheet.setAttribute('aria-rowcount', String(model.rows.length))
    sheet.replaceChildren(...model.rows.slice(first, last).map((row, index) => rowElement(row, first + index)))
    if (model.rows.length > 0) sheet.setAttribute('aria-activedescendant', `row${active}`)
    else sheet.replaceChildren(el('p', { class: 'empty' }, 'Nothing matches.'))
  }

  const go = (index: number): void => {
    active = Math.max(0, Math.min(model.rows.length - 1, index))
    const top = active * height
    if (top < scroller.scrollTop) scroller.scrollTop = top
    const bottom = top + height - scroller.clientHeight
    if (bottom > scroller.scrollTop) scroller.scrollTop = bottom
    tell(model.rows[active])
    draw()
  }

  const toggle = (row: Row, open: boolean): void => {
    row.group.open = open
    model.flatten()
    draw()
  }

  const page = (): number => Math.max(1, Math.floor(scroller.clientHeight / height) - 1)
  const keys: Record<string, () => void> = {
    ArrowDown: () => go(active + 1),
    ArrowUp: () => go(active - 1),
    PageDown: () => go(active + page()),
    PageUp: () => go(active - page()),
    Home: () => go(0),
    End: () => go(model.rows.length - 1),
    Enter: () => act((row) => toggle(row, !row.group.open)),
    ' ': () => act((row) => toggle(row, !row.group.open)),
    ArrowRight: () => act((row) => toggle(row, true)),
    ArrowLeft: () => {
      const row = model.rows[active]
      if (row?.resource) go(model.rows.findIndex((each) => each.group === row.group))
      else if (row) toggle(row, false)
    },
  }
  const act = (on: (row: Row) => void): void => {
    const row = model.rows[active]
    if (row && !row.resource) on(row)
  }
  sheet.addEventListener('keydown', (event) => {
    const key = keys[event.key]
    if (!key || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    event.preventDefault()
    key()
  })
  sheet.addEventListener('focus', () => tell(model.rows[active]))
  sheet.addEventListener('mouseleave', () => tell(model.rows[active]))
  let drawing = false
  scroller.addEventListener('scroll', () => {
    if (drawing) return
    drawing = true
    requestAnimationFrame(() => {
      drawing = false
      draw()
    })
  })
  addEventListener('beforeprint', () => {
    printing = true
    draw()
  })
  addEventListener('afterprint', () => {
    printing = false
    draw()
  })
  return {
    draw,
    reset() {
      scroller.scrollTop = 0
      go(0)
    },
  }
}

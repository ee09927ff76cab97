/// <reference lib="dom" />
import type { createDetails } from './details.js'
import type { createList } from './list.js'
import type { createModel } from './model.js'
import type { createOverview } from './overview.js'
import type { createTracks } from './tracks.js'
import type { El, Filters, PageData } from './types.js'

interface Parts {
  createModel: typeof createModel
  createTracks: typeof createTracks
  createOverview: typeof createOverview
  createList: typeof createList
  createDetails: typeof createDetails
}

/** Puts the page together. */
export function start(parts: Parts): void {
  const el: El = (tag, props = {}, ...children) => {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(props)) if (value !== '') element.setAttribute(name, String(value))
    element.append(...children)
    return element
  }
  const data = JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData
  const model = parts.createModel(data)
  const tracks = parts.createTracks(model)
  const tell = parts.createDetails(model, el)
  const list = parts.createList(model, tracks, el, tell)
  const draw = (): void => {
    overview.draw()
    list.draw()
  }
  const overview = parts.createOverview(model, tracks, el, draw)
  const found = document.getElementById('found') as HTMLElement

  const refilter = (): void => {
    model.refilter()
    const shown = model.groups.reduce((sum, group) => sum + group.resources.length, 0)
    found.textContent = `${shown} of ${data.timeline.resources.length} resources, ${model.groups.length} origins`
    list.reset()
  }

  const choices = (id: 'kind' | 'package' | 'file', values: string[], all: string): void => {
    const select = document.getElementById(id) as HTMLSelectElement
    select.append(el('option', { value: '' }, all))
    select.firstElementChild?.setAttribute('value', '')
    for (const value of [...new Set(values)].sort()) select.append(el('option', { value }, value))
    select.addEventListener('change', () => {
      model.filters[id] = select.value
      refilter()
    })
  }
  const { resources, files } = data.timeline
  choices(
    'kind',
    resources.map(({ kind }) => kind),
    'all kinds',
  )
  choices(
    'package',
    resources.map((resource) => resource.package ?? 'the project'),
    'all packages',
  )
  choices(
    'file',
    files.map(({ file }) => file),
    'all files',
  )
  const text = document.getElementById('text') as HTMLInputElement
  text.addEventListener('input', () => {
    model.filters.text = text.value
    refilter()
  })
  const bad = document.getElementById('bad') as HTMLInputElement
  bad.addEventListener('change', () => {
    model.filters.bad = bad.checked
    refilter()
  })
  const actions: Record<string, () => void> = {
    in: () => overview.zoom(0.5),
    out: () => overview.zoom(2),
    fit: () => overview.fit(),
    earlier: () => overview.pan(-0.25),
    later: () => overview.pan(0.25),
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-do]')) {
    button.addEventListener('click', () => actions[button.dataset.do ?? '']?.())
  }
  const keys: Record<string, string> = { '+': 'in', '=': 'in', '-': 'out', '0': 'fit' }
  addEventListener('keydown', (event) => {
    if (/INPUT|SELECT/.test((event.target as HTMLElement).tagName) || event.ctrlKey || event.metaKey) return
    if (event.key === '/') {
      event.preventDefault()
      text.focus()
    }
    const pans = event.shiftKey
      ? ({ ArrowLeft: 'earlier', ArrowRight: 'later' } as Record<string, string>)[event.key]
      : ''
    actions[keys[event.key] ?? pans ?? '']?.()
  })
  new ResizeObserver(draw).observe(document.getElementById('main') as HTMLElement)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw)
  const filters: Filters = model.filters
  filters.bad = bad.checked
  refilter()
  draw()
}

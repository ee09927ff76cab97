/// <reference lib="dom" />
import type { TimelineResource } from '../run-report.js'
import type { Group, Model } from './types.js'

/** Draws the lines of a row, as SVG: few shapes, however many resources a group holds. */
export function createTracks(model: Model) {
  const namespace = 'http://www.w3.org/2000/svg'
  const shape = (name: string, attributes: Record<string, string | number>): SVGElement => {
    const element = document.createElementNS(namespace, name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
    return element
  }
  const scale = (width: number) => {
    const { from, to } = model.view
    return (time: number): number => ((time - from) / Math.max(1e-6, to - from)) * width
  }
  const svgOf = (width: number, height: number): SVGElement =>
    shape('svg', { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' })

  const bar = (
    svg: SVGElement,
    type: string,
    x: number,
    y: number,
    width: number,
    height: number,
    most: number,
  ): void => {
    const left = Math.max(-2, x)
    const right = Math.min(most + 2, x + width)
    if (right < 0 || left > most) return
    svg.append(
      shape('rect', {
        class: type,
        x: left,
        y,
        width: Math.max(1.5, right - left),
        height,
        rx: Math.min(2, height / 2),
      }),
    )
  }

  /** From its creation to its end; what runs past the end of its test in red. */
  const one = (resource: TimelineResource, width: number, height: number): SVGElement => {
    const svg = svgOf(width, height)
    const x = scale(width)
    const file = model.data.timeline.files[resource.file]
    const owner = (resource.test === undefined ? undefined : file?.tests[resource.test]) ?? file
    if (owner) bar(svg, 'owner', x(owner.start), 2, x(owner.end) - x(owner.start), height - 4, width)
    const end = resource.end ?? model.data.end
    const due = Math.min(end, Math.max(resource.start, model.due(resource)))
    const fate = model.fate(resource)
    const middle = height / 2 - 2
    bar(svg, 'life', x(resource.start), middle, x(fate === 'fine' ? end : due) - x(resource.start), 4, width)
    if (fate !== 'fine') bar(svg, fate, x(due), middle - 1, x(end) - x(due), 6, width)
    if (resource.end === undefined && x(end) <= width + 2) {
      const tip = Math.min(width - 1, x(end))
      svg.append(shape('path', { class: fate, d: `M${tip - 7} ${middle - 3}l7 5l-7 5z` }))
    }
    return svg
  }

  /** All of a group, melted into one line for what was fine, one for what was not. */
  const many = (group: Group, width: number, height: number): SVGElement => {
    const svg = svgOf(width, height)
    const x = scale(width)
    const columns = Math.max(1, Math.ceil(width))
    const marks: Record<string, Int32Array> = {}
    const mark = (type: string, from: number, to: number): void => {
      if (to < 0 || from > width) return
      marks[type] ??= new Int32Array(columns + 2)
      const first = Math.max(0, Math.floor(from))
      const last = Math.min(columns, Math.max(first + 1, Math.ceil(to)))
      marks[type][first] = (marks[type][first] ?? 0) + 1
      marks[type][last] = (marks[type][last] ?? 0) - 1
    }
    for (const resource of group.resources) {
      const end = resource.end ?? model.data.end
      const fate = model.fate(resource)
      const due = fate === 'fine' ? end : Math.min(end, Math.max(resource.start, model.due(resource)))
      mark('life', x(resource.start), x(due))
      if (fate !== 'fine') mark(fate, x(due), x(end))
    }
    const rows: [string, number][] = [
      ['life', height / 2 - 2],
      ['known', height / 2 - 3],
      ['bad', height / 2 - 3],
    ]
    for (const [type, y] of rows) {
      const counts = marks[type]
      if (!counts) continue
      let depth = 0
      let from = -1
      for (let column = 0; column <= columns; column++) {
        depth += counts[column] ?? 0
        if (depth > 0 && from < 0) from = column
        if ((depth === 0 || column === columns) && from >= 0) {
          bar(svg, type, from, y, column - from, type === 'life' ? 4 : 6, width)
          from = -1
        }
      }
    }
    return svg
  }

  return { one, many, scale, shape, svgOf }
}

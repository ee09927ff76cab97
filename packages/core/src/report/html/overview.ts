/// <reference lib="dom" />
import type { createTracks } from './tracks.js'
import type { El, Model, View } from './types.js'

/** Files and tests as bars over the whole run, the axis, and choosing a part of time. */
export function createOverview(
  model: Model,
  tracks: ReturnType<typeof createTracks>,
  el: El,
  changed: () => void,
): View & { zoom(factor: number): void; pan(part: number): void; fit(): void } {
  const canvas = document.getElementById('files') as HTMLCanvasElement
  const axis = document.getElementById('axis') as HTMLElement
  const hint = document.getElementById('hint') as HTMLElement
  const { files } = model.data.timeline
  const lane = 14

  // Files that ran at the same time are put under each other.
  const lanes: number[] = []
  const placed = [...files]
    .sort((a, b) => a.start - b.start)
    .map((file) => {
      let row = lanes.findIndex((end) => end <= file.start)
      if (row < 0) row = lanes.length
      lanes[row] = file.end
      return { file, row }
    })
  const shownLanes = Math.min(12, lanes.length)

  const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name)

  const drawFiles = (): void => {
    const width = canvas.clientWidth
    const height = Math.max(1, shownLanes) * lane + 4
    const ratio = devicePixelRatio || 1
    canvas.width = width * ratio
    canvas.height = height * ratio
    canvas.style.height = `${height}px`
    const context = canvas.getContext('2d') as CanvasRenderingContext2D
    context.scale(ratio, ratio)
    const x = tracks.scale(width)
    const [file, test, failed] = [colour('--file'), colour('--test'), colour('--bad')]
    for (const { file: each, row } of placed) {
      if (row >= shownLanes) continue
      const y = row * lane + 2
      context.fillStyle = file
      context.fillRect(x(each.start), y, Math.max(1, x(each.end) - x(each.start)), lane - 3)
      for (const bar of each.tests) {
        context.fillStyle = bar.state === 'failed' ? failed : test
        context.fillRect(x(bar.start), y + 3, Math.max(1, x(bar.end) - x(bar.start) - 0.5), lane - 9)
      }
    }
  }

  const drawAxis = (): void => {
    const width = axis.clientWidth
    const { from, to } = model.view
    const wanted = ((to - from) / width) * 90
    const power = 10 ** Math.floor(Math.log10(Math.max(wanted, 1e-3)))
    const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= wanted) ?? wanted
    const ticks: HTMLElement[] = []
    const first = Math.ceil((from - model.data.start) / step) * step
    for (let at = first; model.data.start + at <= to; at += step) {
      const left = tracks.scale(width)(model.data.start + at)
      // A tick at the very edge would be cut in two.
      if (left > width - 44) break
      ticks.push(el('span', { class: 'tick', style: `left:${left}px` }, model.time(at)))
    }
    const main = document.getElementById('main') as HTMLElement
    main.style.setProperty('--step', `${(step / (to - from)) * width}px`)
    main.style.setProperty('--first', `${tracks.scale(width)(model.data.start + first)}px`)
    axis.replaceChildren(...ticks)
  }

  const show = (from: number, to: number): void => {
    const { start, end } = model.data
    const span = Math.min(end - start, Math.max(1, to - from))
    const left = Math.max(start, Math.min(end - span, from))
    model.view = { from: left, to: left + span }
    changed()
  }
  const zoom = (factor: number, around = 0.5): void => {
    const { from, to } = model.view
    const middle = from + (to - from) * around
    show(middle - (middle - from) * factor, middle + (to - middle) * factor)
  }
  const pan = (part: number): void => {
    const { from, to } = model.view
    show(from + (to - from) * part, to + (to - from) * part)
  }

  const timeAt = (event: MouseEvent): number => {
    const box = canvas.getBoundingClientRect()
    return model.view.from + ((event.clientX - box.left) / box.width) * (model.view.to - model.view.from)
  }
  let begun: number | undefined
  canvas.addEventListener('pointerdown', (event) => {
    begun = timeAt(event)
    canvas.setPointerCapture(event.pointerId)
  })
  canvas.addEventListener('pointerup', (event) => {
    const end = timeAt(event)
    const span = model.view.to - model.view.from
    if (begun !== undefined && Math.abs(end - begun) > span / 100) show(Math.min(begun, end), Math.max(begun, end))
    begun = undefined
  })
  canvas.addEventListener('pointermove', (event) => {
    const time = timeAt(event)
    const row = Math.floor((event.clientY - canvas.getBoundingClientRect().top) / lane)
    const found = placed.find((each) => each.row === row && each.file.start <= time && time <= each.file.end)?.file
    const test = found?.tests.find((each) => each.start <= time && time <= each.end)
    hint.textContent = found
      ? `${model.time(time - model.data.start)}  ${found.file}${test ? ` › ${test.name}` : ''}`
      : 'Drag over the files to look closer.'
  })
  const wheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.shiftKey) return
    event.preventDefault()
    const box = axis.getBoundingClientRect()
    const around = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width))
    if (event.ctrlKey) zoom(event.deltaY > 0 ? 1.25 : 0.8, around)
    else pan((event.deltaY || event.deltaX) > 0 ? 0.1 : -0.1)
  }
  document.getElementById('main')?.addEventListener('wheel', wheel, { passive: false })

  return {
    draw() {
      drawFiles()
      drawAxis()
    },
    zoom,
    pan,
    fit: () => show(model.data.start, model.data.end),
  }
}

import type { RunReport, Timeline, TimelineResource } from '../run-report.js'

/*
 * The page's own script is made of the functions beside this file, each written into the page as it stands. So none of
 * them may use anything but its arguments and the browser.
 */

/** What the page is given: the report without what only machines read. */
export interface PageData {
  title: string
  facts: string[]
  totals: RunReport['totals']
  start: number
  end: number
  timeline: Timeline
}

/** Resources of one origin. */
export interface Group {
  key: string
  kind: string
  label: string
  place: string
  package: string
  resources: TimelineResource[]
  bad: number
  known: number
  open: boolean
}

/** One row of the list: a group, or one of its resources. */
export interface Row {
  group: Group
  resource?: TimelineResource
}

export interface Filters {
  text: string
  kind: string
  package: string
  file: string
  bad: boolean
}

/** What the list shows now. */
export interface Model {
  data: PageData
  groups: Group[]
  rows: Row[]
  /** The part of time that is shown, epoch ms. */
  view: { from: number; to: number }
  filters: Filters
  refilter(): void
  flatten(): void
  /** ms from the start of the run, as a person writes it. */
  time(ms: number): string
  /** What became of a resource. */
  fate(resource: TimelineResource): 'bad' | 'known' | 'fine'
  /** When its test, or its file, ended. */
  due(resource: TimelineResource): number
  ownerOf(resource: TimelineResource): string
}

/** A part of the page that draws itself anew. */
export interface View {
  draw(): void
}

export type El = (tag: string, props?: Record<string, unknown>, ...children: (Node | string)[]) => HTMLElement

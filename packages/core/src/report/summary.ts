import { type Note, notesOf } from './notes.js'
import { type ProfileLine, profile } from './profile.js'
import type { RunReport } from './run-report.js'
import { plain, type Style } from './style.js'
import { newOrphans, sumOf } from './verdicts.js'
import { clip, plural } from './words.js'

/** How the summary is to look. */
export interface SummaryOptions {
  style?: Style
  /** Lines there are on the screen. Default 24. */
  rows?: number
  columns?: number
  /** Everything, however long. */
  all?: boolean
  /** Where the rest can be read: the report's path. */
  report?: string
}

/** What a person reads at the end of a run; no lines when there is nothing to say. Never longer than a screen. */
export function summary(report: RunReport, options: SummaryOptions = {}): string[] {
  const { style = plain, rows = 24, columns = 120, all = false } = options
  const notes = notesOf(report)
  const lines = newFirst(profile(report.orphans.filter(({ verdict }) => verdict !== 'allowed')))
  if (lines.length === 0 && notes.length === 0) return []
  // Without the headline, the blank lines around, where the rest is, and the prompt.
  const room = all ? Number.POSITIVE_INFINITY : Math.max(2, rows - 6)
  const noted = render(notes, Math.max(room - lines.length, Math.floor(room / 2)), columns, style)
  const shown = lines.slice(0, Math.max(1, room - noted.height))
  const rest = lines.slice(shown.length)
  const more =
    rest.length > 0 ? [`        ... and ${plural(rest.length, 'more origin')}, ${plural(sumOf(rest), 'orphan')}`] : []
  const hasMore = more.length > 0 || noted.isCut || newOrphans(report).length > 0
  const where =
    options.report && hasMore ? [style('dim', `        all of it: npx no-orphans show --all ${options.report}`)] : []
  return [headline(report, style), ...table(shown, columns, style), ...more, ...noted.lines, ...where]
}

const nowhere = '(Node itself)'

const knownOf = ({ orphans }: ProfileLine): number => sumOf(orphans.filter(({ verdict }) => verdict === 'known'))

/** What fails the run is never below the end of the screen for what is known. */
function newFirst(lines: ProfileLine[]): ProfileLine[] {
  const isNew = (line: ProfileLine): boolean => knownOf(line) < line.count
  return [...lines.filter(isNew), ...lines.filter((line) => !isNew(line))]
}

function headline(report: RunReport, style: Style): string {
  const { totals } = report
  const fresh = totals.orphans + totals.released
  const counts = [
    fresh > 0 && style(['red', 'bold'], plural(fresh, 'orphan')),
    totals.known > 0 && style('yellow', `${totals.known} known`),
    totals.allowed > 0 && style('dim', `${totals.allowed} allowed`),
  ].filter(Boolean)
  const said = counts.length > 0 ? counts.join(', ') : style('green', 'no orphans')
  const tests = totals.testsWithOrphans > 0 ? ` in ${totals.testsWithOrphans} of ${plural(totals.tests, 'test')}` : ''
  return `${style('bold', 'no-orphans')}  ${said}${tests}`
}

function table(lines: readonly ProfileLine[], columns: number, style: Style): string[] {
  const widest = (texts: string[]): number => Math.max(0, ...texts.map((text) => text.length))
  const placeWidth = Math.min(widest(lines.map(({ place }) => place ?? nowhere)), Math.floor(columns / 3))
  const textWidth = Math.min(
    widest(lines.map(({ description }) => description)),
    Math.max(20, columns - placeWidth - 40),
  )
  return lines.map((line) => {
    const known = knownOf(line)
    const isNew = known < line.count
    const told = known > 0 && (isNew ? `${known} known` : 'known')
    const owners = plural(line.owners, line.orphans[0]?.owner.type === 'test' ? 'test' : 'file')
    const facts = [owners, line.package && `package ${line.package}`, told].filter(Boolean).join('  ')
    const count = style(isNew ? 'red' : 'yellow', `${line.count}x`.padStart(6))
    const place = line.place ?? nowhere
    // Of a long path the end says more.
    const end = place.length > placeWidth ? `...${place.slice(3 - placeWidth)}` : place
    const room = columns - textWidth - placeWidth - 12
    return `${count}  ${clip(line.description, textWidth).padEnd(textWidth)}  ${style('cyan', end.padEnd(placeWidth))}  ${style('dim', clip(facts, room))}`
  })
}

const fewItems = 3

/** Notes in at most so many lines of the screen. */
function render(notes: readonly Note[], room: number, columns: number, style: Style) {
  const lines: string[] = []
  let height = 0
  let isCut = false
  for (const { title, items } of notes) {
    const most = room === Number.POSITIVE_INFINITY ? items.length : fewItems
    const width = most === fewItems ? columns : Number.POSITIVE_INFINITY
    const shown = items.slice(0, most).map((item) => clip(`    ${item.replace(/\s+/g, ' ')}`, width))
    if (items.length > most) shown.push(`    ... and ${items.length - most} more`)
    const needed = Math.ceil(title.length / columns) + shown.length
    isCut ||= items.length > most || height + needed > room
    if (height + needed > room) continue
    lines.push(style('yellow', title), ...shown)
    height += needed
  }
  return { lines, height, isCut }
}

import type { BaselineEntry } from './baseline.js'
import { placeOf, profile } from './profile.js'
import type { ReportedOrphan, RunReport } from './run-report.js'
import { plain, type Style } from './style.js'
import { newOrphans, sumOf } from './verdicts.js'

/** How the summary is to look. */
export interface SummaryOptions {
  style?: Style
  /** Lines there are on the screen. Default 24. */
  rows?: number
  columns?: number
  /** Where the rest can be read: the report's path. */
  report?: string
}

/** What a person reads at the end of a run; no lines when there is nothing to say. Never longer than a screen. */
export function summary(report: RunReport, options: SummaryOptions = {}): string[] {
  const { style = plain, rows = 24, columns = 120 } = options
  const notes = notesOf(report, style)
  const orphans = report.orphans.filter(({ verdict }) => verdict !== 'allowed')
  if (orphans.length === 0 && notes.length === 0) return []
  // The prompt, the headline, a blank before the notes, and where the rest is.
  const room = Math.max(1, Math.min(rows, 60) - 4 - cut(notes, 12).length)
  const lines = profile(orphans)
  const shown = lines.slice(0, room)
  const widest = (texts: string[]): number => Math.max(0, ...texts.map((text) => text.length))
  const width = Math.min(widest(shown.map(({ description }) => description)), Math.max(20, columns - 60))
  const placeWidth = widest(shown.map(({ place }) => place ?? nowhere))
  const body = shown.map((line) => {
    const isNew = line.orphans.some(({ verdict }) => verdict !== 'known')
    const count = `${line.count}x`.padStart(6)
    const owners = plural(line.owners, line.orphans[0]?.owner.type === 'test' ? 'test' : 'file')
    const facts = [owners, line.package && `package ${line.package}`, !isNew && 'known'].filter(Boolean).join('  ')
    const text = line.description.length > width ? `${line.description.slice(0, width - 3)}...` : line.description
    return `${style(isNew ? 'red' : 'yellow', count)}  ${text.padEnd(width)}  ${style('cyan', (line.place ?? nowhere).padEnd(placeWidth))}  ${style('dim', facts)}`
  })
  const rest = lines.slice(room)
  const more =
    rest.length > 0 ? [`        ... and ${plural(rest.length, 'more origin')}, ${plural(sumOf(rest), 'orphan')}`] : []
  const where = options.report ? [style('dim', `        all of it: npx no-orphans show --all ${options.report}`)] : []
  const told = rest.length > 0 || newOrphans(report).length > 0 ? where : []
  return [headline(report, style), ...body, ...more, ...told, ...cut(notes, 12)]
}

const nowhere = '(Node itself)'

function headline(report: RunReport, style: Style): string {
  const { totals } = report
  const fresh = totals.orphans + totals.released
  const sides = [
    fresh > 0 && style('red', style('bold', `${plural(fresh, 'orphan')}`)),
    totals.known > 0 && style('yellow', `${totals.known} known`),
    totals.allowed > 0 && style('dim', `${totals.allowed} allowed`),
  ].filter(Boolean)
  const tests = totals.testsWithOrphans > 0 ? ` in ${totals.testsWithOrphans} of ${plural(totals.tests, 'test')}` : ''
  return `${style('bold', 'no-orphans')}  ${sides.length > 0 ? sides.join(', ') : style('green', 'no orphans')}${tests}`
}

/** What is to be said beside the orphans. */
function notesOf(report: RunReport, style: Style): string[] {
  return [
    ...releasedNote(report.orphans.filter(({ releasedAt }) => releasedAt !== undefined)),
    ...disturbedNote(report.orphans),
    ...listNote(
      `${plural(report.unusedRules.length, 'allow rule')} matched nothing; remove what is stale`,
      report.unusedRules.map(({ reason, ...rule }) => `${JSON.stringify(rule)}  ${reason}`),
    ),
    ...crashedNote(report),
    ...unwatchedNote(report),
    ...goneNote(report.gone, report.baseline?.file),
    ...listNote(
      `${plural(report.processes.length, 'process', 'processes')} of this run still ${report.processes.length === 1 ? 'runs' : 'run'}`,
      report.processes.map(
        ({ pid, age, command, origin }) =>
          `${pid}  ${age === undefined ? '' : `${Math.round(age / 1000)} s  `}${command}${origin ? `  ${origin.file}:${origin.line}` : ''}`,
      ),
    ),
    ...listNote(
      `${report.stuck.length} could not be closed`,
      report.stuck.map((text) => text.trim().split('\n')[0] ?? ''),
    ),
  ].map((line) => (line.startsWith('  ') ? line : style('yellow', line)))
}

function releasedNote(released: readonly ReportedOrphan[]): string[] {
  if (released.length === 0) return []
  const count = sumOf(released)
  return [
    `${count} of them ${count === 1 ? 'was' : 'were'} released later, most likely by afterAll: open ${count === 1 ? 'it' : 'them'} in beforeAll, wrap ${count === 1 ? 'it' : 'them'} in orphans.shared(), or use scope: 'file'`,
    ...few(profile(released).map((line) => `${line.count}x ${line.description}  ${line.place ?? ''}`)),
  ]
}

function disturbedNote(orphans: readonly ReportedOrphan[]): string[] {
  const worst = orphans
    .flatMap((orphan) => (orphan.disturbed ?? []).map((each) => ({ orphan, ...each })))
    .sort((a, b) => b.times - a.times)
  if (worst.length === 0) return []
  return [
    `${plural(new Set(worst.map(({ test, file }) => `${file}\n${test}`)).size, 'test')} ran while orphans of others did`,
    ...few(
      worst.map(
        ({ orphan, test, times }) =>
          `left by '${orphan.owner.name}' (${placeOf(orphan) ?? orphan.owner.file}), fired ${times === 1 ? 'once' : `${times} times`} while '${test}' ran`,
      ),
    ),
  ]
}

function crashedNote({ files }: RunReport): string[] {
  const crashed = files.filter(({ status }) => status === 'crashed')
  return listNote(
    `${plural(crashed.length, 'file')} did not come to ${crashed.length === 1 ? 'its' : 'their'} end; what was known until then is in the report`,
    crashed.map(({ file }) => file),
  )
}

function unwatchedNote({ notWatched }: RunReport): string[] {
  return listNote(
    `${plural(notWatched.length, 'file')} not watched`,
    notWatched.map(({ file, reason }) => `${file}: ${reason}`),
  )
}

function goneNote(gone: readonly BaselineEntry[], file = 'the baseline'): string[] {
  if (gone.length === 0) return []
  return [
    `${plural(sumOf(gone), 'known orphan')} ${sumOf(gone) === 1 ? 'is' : 'are'} gone: take ${gone.length === 1 ? 'this entry' : 'these entries'} out of ${file}, or run once with NO_ORPHANS_UPDATE=1`,
    ...few(gone.map((entry) => entryLine(entry))),
  ]
}

/** An entry of a baseline in words. */
export const entryLine = ({ count, kind, package: owner, file, function: name, line }: BaselineEntry): string =>
  `${count}x ${kind}  ${file}${name ? `  ${name}` : ''}  ${line}${owner ? `  package ${owner}` : ''}`

const listNote = (title: string, items: readonly string[]): string[] => (items.length > 0 ? [title, ...few(items)] : [])

const mostItems = 3

const few = (items: readonly string[]): string[] => [
  ...items.slice(0, mostItems).map((item) => `    ${item}`),
  ...(items.length > mostItems ? [`    ... and ${items.length - mostItems} more`] : []),
]

const cut = (lines: readonly string[], most: number): string[] =>
  lines.length > most ? [...lines.slice(0, most - 1), '    ...'] : [...lines]

/** `1 test`, `2 tests`. */
export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

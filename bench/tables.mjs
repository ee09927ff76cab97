/* The results as Markdown. */
import { isMet, reached } from './goals.mjs'
import { partNames } from './profiles.mjs'
import { compare, median } from './stats.mjs'
import { variants } from './suites.mjs'

const table = (head, rows) =>
  [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')

const round = (value) => Number(value.toFixed(2))

/** @param {import('./goals.mjs').Goal[]} goals */
export function goalsTable(goals) {
  const rows = []
  for (const what of new Set(goals.map((goal) => goal.what))) {
    const all = goals.filter((goal) => goal.what === what)
    const worst = all.reduce((a, b) => (a.measured > b.measured !== Boolean(a.atLeast) ? a : b))
    const met = all.filter(isMet).length
    const limit = `${worst.atLeast ? 'at least' : 'at most'} ${round(worst.limit)}`
    rows.push([what, limit, met === all.length ? 'met' : `**met ${met} of ${all.length}**`, worst.text, worst.where])
  }
  return table(['goal', 'limit', 'met', 'worst', 'where'], rows)
}

/** Every goal that is not met, with where. @param {import('./goals.mjs').Goal[]} goals */
export function missesList(goals) {
  const misses = goals.filter((goal) => !isMet(goal))
  if (misses.length === 0) return 'Every goal is met.'
  return [
    'Not met:',
    '',
    ...misses.map(({ what, where, limit, text }) => `- ${what}: ${text}, goal ${round(limit)} (${where})`),
    ...reasons(misses),
  ].join('\n')
}

function reasons(misses) {
  const known = [...new Set(misses.map(({ what }) => what))].filter((what) => reached[what])
  return known.length === 0 ? [] : ['', 'Why:', '', ...known.map((what) => `- ${what}: ${reached[what].why}.`)]
}

/** @param {import('./run-suites.mjs').Cell[]} cells */
export function suitesTables(cells) {
  const frameworks = [...new Set(cells.map(({ framework }) => framework))]
  return frameworks
    .map((framework) =>
      suitesTable(
        framework,
        cells.filter((cell) => cell.framework === framework),
      ),
    )
    .join('\n\n')
}

function suitesTable(framework, cells) {
  const shown = Object.keys(variants[framework]).filter(
    (name) => name !== 'none' && cells.some(({ series }) => series[name]),
  )
  const titles = shown.flatMap((name) => {
    const { title } = variants[framework][name]
    return name === 'ours' ? [title, `${title}, by the clock`] : [title]
  })
  const rows = cells.map(({ series, ...cell }) => [
    titleOf(cell),
    `${median(series.none.cpu).toFixed(2)} s`,
    ...shown.flatMap((name) => {
      const ratio = series[name] ? ratioText(series[name], series.none, 'cpu') : ''
      return name === 'ours' ? [ratio, ratioText(series[name], series.none, 'wall')] : [ratio]
    }),
  ])
  return table(['suite', 'without', ...titles], rows)
}

const titleOf = ({ lab, major, suite, count }) =>
  `${lab}, Node ${major}: ${count > 1 ? `${count.toLocaleString('en')} ` : ''}${suite.title}`

/** Of the suites that miss a goal. @param {import('./run-suites.mjs').Cell[]} cells */
export function addedTable(cells) {
  const rows = cells
    .filter(({ added }) => added)
    .map((cell) => [titleOf(cell), ...partNames.map((name) => cell.added[name]?.toFixed(0) ?? 'not told')])
  return table(['suite', ...partNames.map((name) => `${name}, ms`)], rows)
}

function ratioText(series, none, key) {
  const { ratio, least, most } = compare(series[key], none[key])
  const note = series.failure ? ` ${series.failure.split('\n')[0]}` : ''
  if (series[key].length === 1) return `${ratio.toFixed(2)}${note}`
  return `${ratio.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})${note}`
}

const us = (ns) => (ns / 1000).toFixed(ns < 10_000 ? 2 : 1)
const mb = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`

/** @param {import('./run-inside.mjs').Inside[]} results */
export function hotTable(results) {
  const rows = results.flatMap(({ major, hot }) =>
    Object.entries(hot ?? {}).map(([name, { bare, tracked }]) => [
      `Node ${major}: ${name === 'scope' ? 'begin and end of a test' : name}`,
      us(bare.cpu),
      us(tracked.cpu),
      us(tracked.cpu - bare.cpu),
      us(tracked.wall - bare.wall),
    ]),
  )
  return table(['one', 'without, us', 'tracked, us', 'more, us', 'more by the clock, us'], rows)
}

/** @param {import('./run-inside.mjs').Inside[]} results */
export function growthTables(results) {
  const open = results.flatMap(({ major, open }) =>
    (open ?? []).map(({ count, empty, timer }) => [
      `Node ${major}: ${count.toLocaleString('en')} open`,
      us(empty.bare),
      us(empty.tracked),
      us(timer.bare),
      us(timer.tracked),
    ]),
  )
  const many = results
    .filter(({ tests }) => tests)
    .map(({ major, tests, timers, orphans }) => [
      `Node ${major}`,
      `${mb(tests.heapEarly)}, then ${mb(tests.grown)} more`,
      `${us(tests.first)}, ${us(tests.last)} us`,
      `${mb(timers.grown)}, ${timers.seconds.toFixed(1)} s`,
      `${orphans.cpu.toFixed(0)} ms`,
    ])
  return [
    table(
      ['clean test', 'empty, without, us', 'empty, tracked, us', 'one timer, without, us', 'one timer, tracked, us'],
      open,
    ),
    table(
      ['many', 'heap after 1,000 tests, and after all', 'a test, first and last', '1,000,000 timers', '10,000 orphans'],
      many,
    ),
  ].join('\n\n')
}

/** @param {import('./run-inside.mjs').Inside[]} results */
export function serverTable(results) {
  const rows = results.flatMap(({ major, server }) =>
    Object.entries(server ?? {}).map(([name, { bare, tracked }]) => [
      `Node ${major}: ${name}`,
      us(bare.cpu),
      us(tracked.cpu),
      (tracked.cpu / bare.cpu).toFixed(2),
      (tracked.wall / bare.wall).toFixed(2),
    ]),
  )
  return table(['a request', 'without, us', 'monitored, us', 'ratio', 'ratio by the clock'], rows)
}

/** @param {import('./run-inside.mjs').Inside[]} results */
export function verdictTable(results) {
  const rows = results.flatMap(({ major, verdict }) =>
    Object.entries(verdict ?? {}).map(([name, { ms, turns }]) => [
      `Node ${major}: ${name}`,
      ms.toFixed(2),
      String(turns),
    ]),
  )
  return table(["a test's end, by what it left", 'ms', 'turns of the event loop'], rows)
}

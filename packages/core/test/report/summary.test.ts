import { expect, test } from 'vitest'
import { styleFor } from '../../src/report/style.js'
import { summary } from '../../src/report/summary.js'
import { orphan, sample } from './sample.js'

const many = Array.from({ length: 200 }, (_, index) =>
  orphan({
    origin: { file: `src/${'deep/'.repeat(index % 9)}module-${index}.ts`, line: 1, column: 1 },
    count: index + 1,
  }),
)

test.each([
  [24, 80],
  [12, 200],
  [50, 60],
])('is never longer than a screen of %i lines', (rows, columns) => {
  const lines = summary({ ...sample(), orphans: many }, { rows, columns, report: 'orphans.json' })
  expect(lines.reduce((sum, line) => sum + Math.ceil(line.length / columns), 0)).toBeLessThanOrEqual(rows - 2)
  expect(lines.join('\n')).toMatch(/\.\.\. and \d+ more origins, \d+ orphans/)
  expect(lines.at(-1)).toContain('npx no-orphans show --all orphans.json')
})

test('shows everything when asked to', () => {
  expect(summary({ ...sample(), orphans: many }, { all: true }).length).toBeGreaterThan(200)
})

test('says most first', () => {
  const [, first] = summary({ ...sample(), orphans: many })
  expect(first).toContain('200x')
})

test('says what is new before what is known, however little', () => {
  const known = many.map((each) => ({ ...each, verdict: 'known' as const }))
  const [, first, second] = summary({ ...sample(), orphans: [...known, orphan({ count: 1 })] })
  expect(first).toMatch(/^ +1x /)
  expect(first).not.toContain('known')
  expect(second).toMatch(/200x .*known/)
})

test('says nothing when there is nothing to say', () => {
  const clean = { orphans: [], gone: [], files: [], notWatched: [], unusedRules: [], processes: [] }
  expect(summary({ ...sample(), ...clean })).toEqual([])
})

test('is in colour on a terminal, and plain elsewhere', () => {
  const on = (stream: { isTTY?: boolean }, env = {}) => styleFor(stream, env)('red', 'x')
  expect(on({ isTTY: true })).toBe('\u001b[31mx\u001b[39m')
  expect(on({})).toBe('x')
  expect(on({ isTTY: true }, { NO_COLOR: '1' })).toBe('x')
  expect(on({}, { FORCE_COLOR: '1' })).toContain('\u001b[31m')
})

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Orphan } from '../../src/orphan.js'
import { knownBy, parseBaseline, renderBaseline } from '../../src/report/baseline.js'
import { fingerprintOf, identityOf } from '../../src/report/fingerprint.js'
import { forgetSources } from '../../src/report/source-text.js'
import { applyBaseline, settleVerdicts, toEntries, updatedBaseline } from '../../src/report/verdicts.js'
import { orphan, sample } from './sample.js'

const root = mkdtempSync(join(tmpdir(), 'no-orphans-test-'))
const file = join(root, 'poll.ts')

function found(line: number, more: Partial<Orphan> = {}): Orphan {
  const frame = { function: 'poll', file, line, column: 3 }
  const owner = { type: 'test' as const, name: 'polls', file: join(root, 'poll.test.ts') }
  const texts = { kind: 'interval', description: 'interval every 9 ms', remedy: '' }
  return { ...texts, origin: frame, creator: frame, stack: [frame], owner, unref: false, count: 1, ...more }
}

function write(...lines: string[]): void {
  writeFileSync(file, lines.join('\n'))
  forgetSources()
}

describe('a fingerprint', () => {
  test('survives edits around the line, and its indentation', () => {
    write('', 'setInterval(tick, 9)')
    const before = fingerprintOf(identityOf(found(2), root))
    write('// new', '', '', '    setInterval(tick,   9)', 'more()')
    expect(fingerprintOf(identityOf(found(4), root))).toBe(before)
  })

  test.each([
    ['the line', () => write('', 'setInterval(other, 9)'), {}],
    ['the kind', () => write('', 'setInterval(tick, 9)'), { kind: 'timeout' }],
    ['the package', () => write('', 'setInterval(tick, 9)'), { package: 'some-metrics' }],
    ['the function', () => write('', 'setInterval(tick, 9)'), { origin: { function: 'x', file, line: 2, column: 3 } }],
  ])('changes with %s', (_, edit, more) => {
    write('', 'setInterval(tick, 9)')
    const before = fingerprintOf(identityOf(found(2), root))
    edit()
    expect(fingerprintOf(identityOf(found(2, more), root))).not.toBe(before)
  })
})

describe('in a worker', () => {
  afterEach(() => {
    delete process.env.NO_ORPHANS_UPDATE
  })
  const entries = (count: number) => {
    write('', 'setInterval(tick, 9)')
    return [{ ...identityOf(found(2), root), count }]
  }

  test('one more than the count is new', () => {
    const known = knownBy(entries(2), root)
    expect([1, 2, 3].map(() => known.isKnown(found(2)))).toEqual([true, true, false])
  })

  test('equal ones count as many', () => {
    const known = knownBy(entries(2), root)
    expect(known.isKnown(found(2, { count: 3 }))).toBe(false)
    expect(known.isKnown(found(2, { count: 2 }))).toBe(true)
  })

  test('a test that is tried again does not use the count up', () => {
    const known = knownBy(entries(1), root)
    expect(known.isKnown(found(2))).toBe(true)
    known.retry('polls')
    expect(known.isKnown(found(2))).toBe(true)
  })

  test('everything is known while the baseline is being updated', () => {
    process.env.NO_ORPHANS_UPDATE = '1'
    expect(knownBy([], root).isKnown(found(2))).toBe(true)
  })
})

describe('at the end of a run', () => {
  const entry = { ...toEntries([orphan()])[0]!, count: 3 }
  const inFile = (name: string, count: number) =>
    orphan({ owner: { type: 'test', name, file: `${name}.test.ts` }, count, verdict: 'known' })

  test('what four workers each took for known is settled', () => {
    const settled = settleVerdicts([inFile('a', 1), inFile('b', 2), inFile('c', 1), inFile('d', 1)], [entry])
    const sum = (verdict: string) =>
      settled.filter((each) => each.verdict === verdict).reduce((total, { count }) => total + count, 0)
    expect([sum('known'), sum('orphan')]).toEqual([3, 2])
  })

  test('the order in which they are told changes no number', () => {
    const all = [inFile('a', 1), inFile('b', 2), inFile('c', 1)]
    const totals = (list: typeof all) =>
      applyBaseline({ ...sample(), orphans: list }, { file: 'b', entries: [entry] }).totals
    expect(totals([...all].reverse())).toEqual(totals(all))
  })

  test('what is gone, or fewer, is told with what to take out', () => {
    const report = applyBaseline({ ...sample(), orphans: [inFile('a', 1)] }, { file: 'b', entries: [entry] })
    expect(report.gone).toEqual([{ ...entry, count: 2 }])
  })

  test('a part of a run tells nothing of what is gone, and takes nothing out', () => {
    const part = { ...sample(), orphans: [], partial: ['only some files were run'] }
    const report = applyBaseline(part, { file: 'b', entries: [entry] })
    expect(report.gone).toEqual([])
    expect(updatedBaseline(report)).toEqual([entry])
  })

  test('applying a baseline twice is the same as once', () => {
    const once = sample()
    expect(applyBaseline(once, once.baseline)).toEqual(once)
  })
})

describe('the file', () => {
  test('is sorted, has a line for each origin, and reads as it was written', () => {
    const entries = toEntries(sample().orphans)
    const text = renderBaseline(entries)
    expect(renderBaseline([...entries].reverse())).toBe(text)
    expect(parseBaseline(text, 'b')).toHaveLength(entries.length)
    expect(renderBaseline(parseBaseline(text, 'b'))).toBe(text)
    expect(text.split('\n').filter((line) => line.includes('"count"'))).toHaveLength(entries.length)
    expect(renderBaseline([])).toBe('{\n  "version": 1,\n  "orphans": []\n}\n')
  })

  test.each([
    ['{', /b is not a baseline of no-orphans: /],
    ['<<<<<<< ours\n', /it has merge conflicts/],
    ['{"version":2}', /its version is 2, not 1/],
    ['null', /its version is undefined/],
    ['{"version":1}', /it has no list of orphans/],
    ['{"version":1,"orphans":[{"kind":"x"}]}', /orphans\[0\] needs kind, file, line and a count/],
  ])('%j says what is wrong', (text, message) => {
    expect(() => parseBaseline(text, 'b')).toThrow(message)
  })
})

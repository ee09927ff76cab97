import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { copyFixture } from '../../../scripts/lab.mjs'
import { frameworkOf, type Pair, pairs } from '../../../scripts/pairs.mjs'
import { reportIn, runTests } from './run.js'

/*
 * One orphan is known, and a rule matches nothing. Whatever keeps a run from meeting what there is, only a full run may
 * say that the one is gone and the other stale.
 */

const known = 'tests/known.test.js'

type Edit = [from: string, to: string]

interface Case {
  args?: string[]
  /** A part of the test file, and what is there instead. */
  edit?: Edit
}

async function run(pair: Pair, { args = [], edit }: Case) {
  const dir = await copyFixture(pair.lab, 'ratchet')
  if (edit) {
    const file = join(dir, known)
    const text = await readFile(file, 'utf8')
    expect(text).toContain(edit[0])
    await writeFile(file, text.replace(edit[0], edit[1]))
  }
  const ran = await runTests(pair, dir, args)
  return { ...ran, report: await reportIn(dir) }
}

const leak = 'setInterval(() => {}, 5000)'
const someTests = 'only some tests were run'

describe.each(pairs())('$lab on Node $node', (pair) => {
  test('a full run that meets it is green', async () => {
    const { code, output, report } = await run(pair, {})
    expect(report).toMatchObject({ partial: [], gone: [], notWatched: [], totals: { known: 1 } })
    expect(report.unusedRules).toEqual([{ kind: 'socket', package: 'old-client', reason: 'gone for a year' }])
    expect(output).toContain('1 allow rule matched nothing')
    expect(code, output).toBe(0)
  })

  test('a full run that does not is red, though a test is skipped', async () => {
    const { code, output, report } = await run(pair, {
      edit: [`${leak}\n`, "\n  })\n\n  test.skip('is skipped', () => {\n"],
    })
    expect(report).toMatchObject({ partial: [], gone: [{ file: known, line: leak, count: 1 }] })
    expect(output).toContain('1 known orphan in orphans.baseline.json is gone and must not come back')
    expect(code, output).toBe(1)
  })

  test.each<[what: string, reason: string, how: Case]>([
    ['test.only', someTests, { edit: ["test('is clean'", "test.only('is clean'"] }],
    ['describe.only', someTests, { edit: ["describe('another", "describe.only('another"] }],
    ['a name', someTests, { args: ['-t', 'is clean'] }],
    ['a file', 'only some files were run', { args: ['clean'] }],
  ])('a run that %s narrows is green', async (_, reason, how) => {
    const { code, output, report } = await run(pair, how)
    expect(report).toMatchObject({ partial: [reason], gone: [], unusedRules: [] })
    expect(output).not.toMatch(/gone|matched nothing/)
    expect(code, output).toBe(0)
  })

  test.each<[what: string, edit: Edit]>([
    ['a test', [leak, 'throw new Error()']],
    ['a file', ['describe', 'throw new Error()\n\ndescribe']],
  ])('a run in which %s fails is red for that alone', async (_, edit) => {
    const { code, output, report } = await run(pair, { edit })
    expect(report.partial).toContain('tests failed for other reasons')
    expect(report.gone).toEqual([])
    expect(output).not.toContain('gone')
    expect(code, output).toBe(1)
  })

  test('a run that ends at a failure says nothing of what it did not come to', async () => {
    const edit: Edit = [
      "test('leaves what",
      `test('leaves more', () => { setTimeout(() => {}, 60_000) })\n\n  test('leaves what`,
    ]
    const { code, output, report } = await run(pair, {
      edit,
      args: [frameworkOf(pair) === 'vitest' ? '--bail=1' : '--bail'],
    })
    expect(report.partial).toContain('the run ended at a failure')
    expect(report.gone).toEqual([])
    expect(output).not.toContain('gone')
    expect(code, output).toBe(1)
  })
})

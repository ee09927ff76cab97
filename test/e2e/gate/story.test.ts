import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { copyFixture } from '../../../scripts/lab.mjs'
import { frameworkOf, pairs } from '../../../scripts/pairs.mjs'
import { noOrphans, numbers, reportIn, runTests } from './run.js'

/* A suite with 60 leaks over 20 files, from the first red run to a gate that lets nothing new in. */

interface Suite {
  fixture: string
  extension: string
  imports: (names: string, from: string) => string
  workers: (count: number) => string[]
}

const suites: Record<'vitest' | 'jest', Suite> = {
  vitest: {
    fixture: 'gate-vitest',
    extension: 'ts',
    imports: (names, from) => `import { ${names} } from '${from}'\n`,
    // What isolation changes is for other tests; a worker for each of twenty files took two thirds of a run's time.
    workers: (count) => ['--pool=threads', '--no-isolate', `--maxWorkers=${count}`],
  },
  jest: {
    fixture: 'gate-jest',
    extension: 'js',
    imports: (names, from) => (from === 'vitest' ? '' : `const { ${names} } = require('${from}')\n`),
    workers: (count) => [`--maxWorkers=${count}`],
  },
}

// Each test is several runs; each of those has a timeout of its own.
describe.each(pairs())('$lab on Node $node', { timeout: 600_000 }, (pair) => {
  const { fixture, extension, imports, workers } = suites[frameworkOf(pair)]
  const leaky = (call: string, from: string): string =>
    `${imports('test', 'vitest')}${from ? imports(call.replace(/\(.*/, ''), from) : ''}test('is new', async () => {\n  await ${call}\n})\n`

  test('first red, then known; a new one is red by itself; one that is gone must be taken out', async () => {
    const dir = await copyFixture(pair.lab, fixture)
    const baseline = join(dir, 'orphans.baseline.json')
    const added = join(dir, `tests/new.test.${extension}`)

    const first = await runTests(pair, dir, workers(2))
    expect(first.code, first.output).toBe(1)
    expect((await reportIn(dir)).totals).toMatchObject({ files: 20, tests: 60, testsWithOrphans: 40, orphans: 60 })
    expect(first.output).toMatch(/no-orphans {2}60 orphans in 40 of 60 tests\n +20x/)

    const wrote = await noOrphans(pair, dir, ['baseline', 'orphans.json'])
    expect(wrote).toEqual({ code: 0, output: 'orphans.baseline.json: 60 known orphans of 3 origins\n' })
    const second = await runTests(pair, dir, workers(2))
    expect(second.code, second.output).toBe(0)
    expect(second.output).toContain('60 known')
    expect(second.output).not.toContain('OrphanError')

    await writeFile(added, leaky('setInterval(() => {}, 12_345)', ''))
    const third = await runTests(pair, dir, workers(2))
    expect(third.code, third.output).toBe(1)
    expect(third.output).toContain('OrphanError: this test left 1 orphan')
    expect(third.output).not.toMatch(/(?:FAIL|●) .*are (?:counted|served)/)
    expect((await reportIn(dir)).totals).toMatchObject({ orphans: 1, known: 60 })
    const gate = await noOrphans(pair, dir, ['gate', 'orphans.json', '--format', 'github'])
    expect(gate.code).toBe(1)
    expect(gate.output).toMatch(new RegExp(`^::error file=tests/new\\.test\\.${extension},line=\\d,col=\\d+,`))
    expect(gate.output.trimEnd().split('\n')).toHaveLength(2)

    // One more than the count of an origin that every worker knows: only the end of the run can tell.
    await writeFile(added, leaky('startServer()', '../src/server'))
    const fourth = await runTests(pair, dir, workers(2))
    expect(fourth.code, fourth.output).toBe(1)
    expect(fourth.output).toMatch(/no-orphans: 1 orphan more than orphans\.baseline\.json lists:\n +1x .* src\/server/)
    await rm(added)

    await writeFile(join(dir, `src/poll.${extension}`), poll(extension))
    const fifth = await runTests(pair, dir, workers(2))
    expect(fifth.code, fifth.output).toBe(1)
    expect(fifth.output).toMatch(/20 known orphans in orphans\.baseline\.json are gone and must not come back; remove:/)
    expect(fifth.output).toContain('20x interval  src/poll')
    expect(fifth.output).not.toContain('20x interval  src/metrics')
    // A part of the run says nothing of what is gone.
    const part = await runTests(pair, dir, [...workers(2), 'accounts'])
    expect(part.code, part.output).toBe(0)

    const updated = await runTests(pair, dir, workers(2), { NO_ORPHANS_UPDATE: '1' })
    expect(updated.code, updated.output).toBe(0)
    expect(updated.output).toContain('orphans.baseline.json was written: 40 known orphans')
    expect(await readFile(baseline, 'utf8')).not.toContain('src/poll')
  })

  test('one worker, four workers and three merged shards say the same', async () => {
    const dir = await copyFixture(pair.lab, fixture)
    await runTests(pair, dir, workers(1))
    const one = await reportIn(dir)
    await runTests(pair, dir, workers(4))
    const four = await reportIn(dir)
    for (const shard of [1, 2, 3]) {
      await runTests(pair, dir, [...workers(2), `--shard=${shard}/3`])
      await writeFile(join(dir, `shard-${shard}.json`), await readFile(join(dir, 'orphans.json')))
    }
    const shards = [3, 1, 2].map((shard) => `shard-${shard}.json`)
    const merged = await noOrphans(pair, dir, ['merge', ...shards, '-o', 'all.json'])
    expect(merged).toEqual({ code: 0, output: '' })
    const all = await reportIn(dir, 'all.json')
    expect(four.totals).toEqual(one.totals)
    expect(all.totals).toEqual(one.totals)
    expect(numbers(four)).toEqual(numbers(one))
    expect(numbers(all)).toEqual(numbers(one))
    expect(all.partial).toEqual([])
    expect((await noOrphans(pair, dir, ['gate', 'all.json', '--max', '60'])).code).toBe(0)
    expect((await noOrphans(pair, dir, ['gate', 'all.json', '--max', '59'])).code).toBe(1)
  })
})

const poll = (extension: string): string =>
  extension === 'ts' ? 'export function pollQueue(): void {}\n' : 'module.exports = { pollQueue() {} }\n'

import { describe, expect, test } from 'vitest'
import { copyFixture } from '../../../scripts/lab.mjs'
import { pairs } from '../../../scripts/pairs.mjs'
import { reportIn, runTests } from './run.js'

/* What a run says beside its orphans, each thing made by a test file of one fixture. */

describe.each(pairs('vitest'))('$lab on Node $node', (pair) => {
  test('retries, what was released later, who disturbed whom, processes', async () => {
    const dir = await copyFixture(pair.lab, 'gate-notes')
    const { code, output } = await runTests(pair, dir, ['--exclude=**/crash.test.ts'])
    expect(code).toBe(1)
    const report = await reportIn(dir)
    const find = (name: string) => report.orphans.find((each) => each.owner.name === name)

    expect(find('fails twice and leaks each time')).toMatchObject({ verdict: 'orphan', count: 1, tries: 3 })
    expect(find('waits for later')).toMatchObject({ verdict: 'allowed', rule: { reason: 'a debounce' } })

    expect(find('opens for all')).toMatchObject({ verdict: 'released', kind: 'server' })
    expect(output).toMatch(
      /1 of them was released later, most likely by afterAll: .*\n +1x TCP server .*released\.test\.ts:12/,
    )

    const [disturbed] = find('leaves a clock')?.disturbed ?? []
    expect(disturbed).toMatchObject({ test: 'is disturbed', file: 'tests/disturbed.test.ts' })
    expect(disturbed?.times).toBeGreaterThan(3)
    expect(output).toMatch(
      /left by 'leaves a clock' \(tests\/disturbed\.test\.ts:7\), fired \d+ times while 'is disturbed' ran/,
    )

    expect(output).toMatch(
      /expected \d+ to be \+?0[^\n]*\n\nwhile this test ran, so did what others left:\n\n {2}interval every 5 ms, left by the test 'leaves a clock' at tests\/disturbed\.test\.ts:7:3, ran \d+ times/,
    )

    expect(report.totals).toMatchObject({ orphans: 2, allowed: 1, released: 1, notWatched: 0 })

    if (process.platform === 'linux') {
      expect(report.processes.map(({ origin }) => `${origin?.file}:${origin?.line}`)).toEqual([
        'tests/processes.test.ts:5',
        'tests/processes.test.ts:5',
      ])
      expect(output).toMatch(
        /2 processes that tests started still run\n +pid \d+ for \d+ s, started at tests\/processes\.test\.ts:5: /,
      )
      for (const { pid } of report.processes) process.kill(pid, 'SIGKILL')
    }
  })

  test('what a worker knew when it crashed is in the report', async () => {
    const dir = await copyFixture(pair.lab, 'gate-notes')
    const { code, output } = await runTests(pair, dir, ['crash', 'allowed'])
    expect(code).toBe(1)
    const report = await reportIn(dir)
    expect(report.files).toContainEqual({ file: 'tests/crash.test.ts', status: 'crashed' })
    expect(report.orphans).toContainEqual(
      expect.objectContaining({ verdict: 'orphan', line: 'setInterval(() => {}, 55_555)' }),
    )
    expect(report.partial).toContain('a worker crashed')
    expect(output).toContain('1 file did not come to its end')
  })
})

describe.each(pairs('jest'))('$lab on Node $node', (pair) => {
  test('a test of Jest that failed is told what ran meanwhile', async () => {
    const dir = await copyFixture(pair.lab, 'gate-disturbed')
    const { output } = await runTests(pair, dir)
    expect(output).toMatch(
      /Received: \d+\n\n\s*while this test ran, so did what others left:\n\n\s*interval every 5 ms, left by the test 'leaves a clock' at disturbed\.test\.js:4:3, ran \d+ times/,
    )
  })
})

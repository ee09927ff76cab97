import { expect, test } from 'vitest'
import { copyFixture } from '../../../scripts/lab.mjs'
import { command, type Lab, reportIn, runTests } from './run.js'

/* What a run says beside its orphans, each thing made by a test file of one fixture. */

const labs: Lab[] = ['vitest-5', 'vitest-4']

test.each(labs)('%s: retries, what was released later, who disturbed whom, processes, stale rules', async (lab) => {
  const dir = await copyFixture(lab, 'gate-notes')
  const { code, output } = await runTests(lab, dir, ['--exclude=**/crash.test.ts'])
  expect(code).toBe(1)
  const report = await reportIn(dir)
  const find = (name: string) => report.orphans.find((each: any) => each.owner.name === name)

  expect(find('fails twice and leaks each time')).toMatchObject({ verdict: 'orphan', count: 1, tries: 3 })
  expect(find('waits for later')).toMatchObject({ verdict: 'allowed', rule: { reason: 'a debounce' } })

  expect(find('opens for all')).toMatchObject({ verdict: 'released', kind: 'server' })
  expect(output).toMatch(
    /1 of them was released later, most likely by afterAll: .*\n +1x TCP server .*released\.test\.ts:12/,
  )

  const [disturbed] = find('leaves a clock').disturbed
  expect(disturbed).toMatchObject({ test: 'is disturbed', file: 'tests/disturbed.test.ts' })
  expect(disturbed.times).toBeGreaterThan(3)
  expect(output).toMatch(
    /left by 'leaves a clock' \(tests\/disturbed\.test\.ts:7\), fired \d+ times while 'is disturbed' ran/,
  )

  expect(output).toMatch(
    /expected \d+ to be \+?0[^\n]*\n\nwhile this test ran, so did what others left:\n\n {2}interval every 5 ms, left by the test 'leaves a clock' at tests\/disturbed\.test\.ts:7:3, ran \d+ times/,
  )

  expect(report.unusedRules).toEqual([{ kind: 'socket', package: 'old-client', reason: 'gone for a year' }])
  expect(output).toContain('1 allow rule matched nothing')
  expect(report.totals).toMatchObject({ orphans: 2, allowed: 1, released: 1, notWatched: 0 })

  if (process.platform === 'linux') {
    expect(report.processes.map(({ origin }: any) => `${origin.file}:${origin.line}`)).toEqual([
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
  const dir = await copyFixture('vitest-5', 'gate-notes')
  const { code, output } = await runTests('vitest-5', dir, ['crash', 'allowed'])
  expect(code).toBe(1)
  const report = await reportIn(dir)
  expect(report.files).toContainEqual({ file: 'tests/crash.test.ts', status: 'crashed' })
  expect(report.orphans).toContainEqual(
    expect.objectContaining({ verdict: 'orphan', line: 'setInterval(() => {}, 55_555)' }),
  )
  expect(report.partial).toContain('a worker crashed')
  expect(output).toContain('1 file did not come to its end')
})

test('a run of Vitest that is over and cannot end says what holds it', async () => {
  const dir = await copyFixture('vitest-5', 'gate-stuck')
  const { output } = await runTests('vitest-5', dir)
  expect(output).toContain('no-orphans: the run is over, and 3 s later its process still runs')
  expect(output).toMatch(
    /held in the main process by\n\n {2}HTTP server listening on .*\n {4}started at setup \(setup\.mjs:5:\d+\)/,
  )
  expect(output).toMatch(/why-is-node-running says\n\n {2}# TCPSERVERWRAP\n {2}setup\.mjs/)
})

test('so does one of Jest, as far as it knows, and says how to learn the line', async () => {
  const dir = await copyFixture('jest-30', 'gate-stuck')
  // Jest goes on for ever: it is ended once it has said what it has to.
  const { output } = await runTests('jest-30', dir, [], {}, 7000)
  expect(output).toContain('no-orphans: the run is over, and 3 s later its process still runs')
  expect(output).toContain('held by what began before no-orphans was loaded, such as in globalSetup: TCPServerWrap')
  expect(output).toContain('npx no-orphans why -- npx jest')
  const why = await command('jest-30', dir, 'why', '--after', '4000', '--stop', '--', 'npx', 'jest')
  expect(why.code).toBe(1)
  expect(why.output).toMatch(/HTTP server listening on .*\n {4}started at (?:\S+ \()?setup\.mjs:5:\d+/)
})

test('a test of Jest that failed is told what ran meanwhile', async () => {
  const dir = await copyFixture('jest-30', 'gate-disturbed')
  const { output } = await runTests('jest-30', dir)
  expect(output).toMatch(
    /Received: \d+\n\n\s*while this test ran, so did what others left:\n\n\s*interval every 5 ms, left by the test 'leaves a clock' at disturbed\.test\.js:4:3, ran \d+ times/,
  )
})

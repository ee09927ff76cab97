import { describe, expect, test } from 'vitest'
import { copyFixture } from '../../../scripts/lab.mjs'
import { pairs } from '../../../scripts/pairs.mjs'
import { noOrphans, runTests } from './run.js'

/* What a run says that is over and cannot end. */

describe.each(pairs('vitest'))('$lab on Node $node', (pair) => {
  test('a run of Vitest that is over and cannot end says what holds it', async () => {
    const dir = await copyFixture(pair.lab, 'gate-stuck')
    const { output } = await runTests(pair, dir)
    expect(output).toContain('no-orphans: the run is over, and 3 s later its process still runs')
    expect(output).toMatch(
      /held in the main process by\n\n {2}HTTP server listening on .*\n {4}started at setup \(setup\.mjs:5:\d+\)/,
    )
    expect(output).toMatch(/why-is-node-running says\n\n {2}# TCPSERVERWRAP\n {2}setup\.mjs/)
  })
})

describe.each(pairs('jest'))('$lab on Node $node', (pair) => {
  test('so does one of Jest, as far as it knows, and says how to learn the line', async () => {
    const dir = await copyFixture(pair.lab, 'gate-stuck')
    // Jest goes on for ever: it is ended once it has said all.
    const { output } = await runTests(pair, dir, [], {}, 'npx no-orphans why --')
    expect(output).toContain('no-orphans: the run is over, and 3 s later its process still runs')
    expect(output).toContain('held by what began before no-orphans was loaded, such as in globalSetup: TCPServerWrap')
    expect(output).toContain('the line that began it is told by: npx no-orphans why -- npx jest')
    const why = await noOrphans(pair, dir, 'why', '--after', '4000', '--stop', '--', 'npx', 'jest')
    expect(why.code).toBe(1)
    expect(why.output).toMatch(/HTTP server listening on .*\n {4}started at (?:\S+ \()?setup\.mjs:5:\d+/)
  })
})

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { copyFixture } from '../../../scripts/lab.mjs'
import { pairs } from '../../../scripts/pairs.mjs'
import { noOrphans, runTests } from './run.js'

/* What a run says that is over and cannot end, and that one which ends says nothing of it. */

const over = 'no-orphans: the run is over, and 3 s later its process still runs'
const leftProcess = / {2}child process \d+: .*\n {4}started at open \(tests\/pipes\.test\.js:4:\d+\)/

describe.each(pairs('vitest'))('$lab on Node $node', (pair) => {
  test('says what holds the main process', async () => {
    const dir = await copyFixture(pair.lab, 'gate-stuck')
    const { output } = await runTests(pair, dir)
    expect(output).toContain(over)
    expect(output).toMatch(
      /held in the main process by\n\n {2}HTTP server listening on .*\n {4}started at setup \(setup\.mjs:5:\d+\)/,
    )
    expect(output).toMatch(/why-is-node-running says\n\n {2}# TCPSERVERWRAP\n {2}setup\.mjs/)
  })

  test('says what a reporter from a package holds', async () => {
    const dir = await copyFixture(pair.lab, 'left')
    const folder = join(dir, 'node_modules/stuck-reporter')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'package.json'), '{ "name": "stuck-reporter", "type": "module", "main": "index.js" }')
    const held = 'import net from "node:net"\n\nexport default class { onInit() { net.createServer().listen(0) } }\n'
    await writeFile(join(folder, 'index.js'), held)
    const { output } = await runTests(pair, dir, ['--reporter=stuck-reporter', 'clean'], {}, 'close it with')
    expect(output).toContain(over)
    expect(output).toMatch(
      /held in the main process by\n\n {2}TCP server listening on .*\n {4}started at .*stuck-reporter/,
    )
  })

  test('says how to learn the line of what its own configuration holds', async () => {
    const dir = await copyFixture(pair.lab, 'gate-stuck-config')
    const { output } = await runTests(pair, dir)
    expect(output).toContain(over)
    expect(output).toContain('held in the main process by what was not watched: TCPServerWrap')
    expect(output).toContain('the line that began it is told by: npx no-orphans why -- npx vitest run')
  })

  test('says what a worker left that holds the run', async () => {
    const dir = await copyFixture(pair.lab, 'left')
    const { output } = await runTests(pair, dir, ['--pool=forks', 'pipes', 'clean'], {}, 'its worker still had')
    expect(output).toContain(over)
    expect(output).toMatch(RegExp(`its worker still had, after tests/pipes.test.js\n\n${leftProcess.source}`))
    expect(output).not.toContain('held ')
  })

  test.each(['forks', 'threads'])('ends all the same when a worker of the pool %s cannot', async (pool) => {
    const dir = await copyFixture(pair.lab, 'left')
    const { code, output } = await runTests(pair, dir, [`--pool=${pool}`, 'interval', 'clean'])
    expect(code, output).toBe(0)
    expect(output).toContain('1x  interval every 5000 ms  tests/interval.test.js:2')
    expect(output).not.toContain(over)
  })
})

describe.each(pairs('jest'))('$lab on Node $node', (pair) => {
  test('says what it knows of what began before it was loaded, and how to learn the line', async () => {
    const dir = await copyFixture(pair.lab, 'gate-stuck')
    // Jest goes on for ever: it is ended once it has said all.
    const { output } = await runTests(pair, dir, [], {}, 'npx no-orphans why --')
    expect(output).toContain(over)
    expect(output).toContain('held by what began before no-orphans was loaded, such as in globalSetup: TCPServerWrap')
    expect(output).toContain('the line that began it is told by: npx no-orphans why -- npx jest')
    const why = await noOrphans(pair, dir, ['why', '--after', '4000', '--', 'npx', 'jest'], 'setup.mjs:')
    expect(why.output).toMatch(/HTTP server listening on .*\n {4}started at (?:\S+ \()?setup\.mjs:5:\d+/)
  })

  test.each([
    ['teardown', 'teardown.mjs:5'],
    ['reporter', 'reporter.mjs:6'],
  ])('says what a %s of its own holds, by its line', async (name, place) => {
    const dir = await copyFixture(pair.lab, 'gate-stuck')
    const { output } = await runTests(pair, dir, ['-c', `${name}.config.mjs`], {}, 'close it with')
    expect(output).toContain(over)
    const line = place.replace('.', '\\.')
    expect(output).toMatch(
      RegExp(
        `held in the main process by\n\n {2}HTTP server listening on .*\n {4}started at (?:\\S+ \\()?${line}:\\d+`,
      ),
    )
    expect(output).not.toContain('held by what began before')
  })

  test('says what the tests left that holds the one process of them all', async () => {
    const dir = await copyFixture(pair.lab, 'left')
    const { output } = await runTests(pair, dir, ['-i', 'interval', 'clean'], {}, 'held by what its tests still had')
    expect(output).toContain(over)
    expect(output).toMatch(
      /held by what its tests still had, after .*\n\n {2}interval every 5000 ms\n {4}started at tests\/interval\.test\.js:2:\d+/,
    )
    expect(output).not.toContain('held by what began before')
  })

  test('says what a worker left that holds the run', async () => {
    const dir = await copyFixture(pair.lab, 'left')
    const { output } = await runTests(pair, dir, ['-w=2', 'pipes', 'clean'], {}, 'its worker still had')
    expect(output).toContain(over)
    // Both files may have run in one worker, in any order.
    expect(output).toMatch(RegExp(`its worker still had, after tests/.*\n\n${leftProcess.source}`))
    expect(output).not.toContain('held ')
  })

  test.each([[['-w=2']], [['-w=2', '--workerThreads']]])('ends all the same when a worker cannot: %j', async (args) => {
    const dir = await copyFixture(pair.lab, 'left')
    const { code, output } = await runTests(pair, dir, [...args, 'interval', 'clean'])
    expect(code, output).toBe(0)
    expect(output).toContain('A worker process has failed to exit gracefully')
    expect(output).toContain('1x  interval every 5000 ms  tests/interval.test.js:2')
    expect(output).not.toContain(over)
  })
})

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { copyFixture, lab, nodes, runIn } from '../../../scripts/lab.mjs'
import { type Pair, pairs } from '../../../scripts/pairs.mjs'
import { expectBlame } from './expected.js'
import { ownOfFile, type Result, runFixture, runVitest } from './run.js'

const withOptions = (pair: Pair, options: object, args: string[] = []): Promise<Result> =>
  runFixture('vitest-options', pair, args, { FIXTURE_OPTIONS: JSON.stringify(options) })

const failing = ({ files }: Result): string[] =>
  Object.values(files).flatMap((tests) =>
    Object.entries(tests).flatMap(([name, { status }]) => (status === 'failed' ? [name] : [])),
  )

describe.each(pairs('vitest'))('$lab on Node $node', (pair) => {
  it('watches every project, with its own plugin or the one of the root', async () => {
    const result = await runFixture('vitest-projects', pair)

    await expectBlame(result)
    expect(Object.keys(result.files)).toHaveLength(3)
    expect(result.output).not.toContain('no-orphans does not watch')
    expect(result.output).not.toContain('multiple times')
    expect(result.code).toBe(1)
  })

  it('has its summary where only projects inside the configuration inherit it', async () => {
    const dir = await copyFixture(pair.lab, 'vitest-projects')
    const config = await readFile(join(dir, 'vitest.config.ts'), 'utf8')
    await writeFile(
      join(dir, 'vitest.config.ts'),
      config.replace("      './own',\n", '').replace('extends: true', 'plugins: []'),
    )
    const result = await runVitest(dir, pair)

    expect(result.output).toContain('no-orphans  2 orphans in 2 of 4 tests')
    expect(result.output).not.toContain('multiple times')
    expect(Object.keys(result.files)).toHaveLength(2)
    await expectBlame(result)
  })

  it('names a project that is not watched', async () => {
    const dir = await copyFixture(pair.lab, 'vitest-projects')
    await writeFile(join(dir, 'own/vitest.config.ts'), "export default { test: { name: 'own' } }\n")
    const result = await runVitest(dir, pair, ['-t', 'is clean'])

    expect(result.output.match(/no-orphans does not watch own: add noOrphans\(\)/g)).toHaveLength(1)
  })

  it('judges each of several files in one worker afresh, and never what lives as long as the worker', async () => {
    const result = await runFixture('vitest-isolation', pair)

    await expectBlame({ ...result, files: withoutUnloaded(result) })
    expect(Object.keys(withoutUnloaded(result))).toEqual(['a.test.ts', 'b.test.ts', 'c.test.ts'])
    expect(result.code).toBe(1)
  })

  it('lets a test allow and share, and asserts on blocks', async () => {
    const result = await runFixture('vitest-api', pair)

    await expectBlame(result)
    const { text } = result.files['api.test.ts']?.['allows without a reason'] ?? {}
    expect(text).toContain('OptionError: orphans.allow(): the rule {"kind":"interval"} has no reason')
    expect(result.code).toBe(1)
  })

  it.each(['jsdom', 'happy-dom'])('blames who called through the window of %s', async (environment) => {
    const result = await runFixture('vitest-dom', pair, [`--environment=${environment}`])

    await expectBlame(result)
    // jsdom makes its intervals of timeouts.
    const { text } = result.files['dom.test.ts']?.['leaks through the window'] ?? {}
    expect(text).toMatch(/interval every 60000 ms\n.*\n *stop it with clearInterval\(timer\)/)
    expect(result.code).toBe(1)
  })

  it('is typed', async () => {
    const dir = await copyFixture(pair.lab, 'vitest-api')
    const compiler = join(await lab(pair.lab), 'node_modules/typescript/bin/tsc')
    const { code, stdout } = await runIn(dir, (await nodes())[pair.node], [compiler, '-p', '.'])

    expect(stdout).toBe('')
    expect(code).toBe(0)
  })

  it.each<[what: string, options: object]>([
    ['the plugin', {}],
    ['the setup file alone', { plugin: false, setupFiles: ['@no-orphans/vitest-plugin/setup'] }],
    ['the plugin and the setup file', { setupFiles: ['@no-orphans/vitest-plugin/setup'] }],
    ['setup files of the user', { setupFiles: ['./setup.ts'] }],
    ['a runner of the user', { runner: './runner.ts' }],
  ])('works with %s', async (_, options) => {
    const result = await withOptions(pair, options)

    await expectBlame(result)
    expect(result.code).toBe(1)
  })

  it('blames the file for what a setup file of the user left', async () => {
    const result = await withOptions(pair, { setupFiles: ['./leaky-setup.ts'] })

    expect(result.files['leaky.test.ts']?.['the file']?.orphans).toEqual(['leaky-setup.ts:2', 'leaky.test.ts:4'])
  })

  it('only warns in the mode warn, with the full name of the test', async () => {
    const result = await withOptions(pair, { plugin: { mode: 'warn' } })

    expect(failing(result)).toEqual([])
    expect(result.code).toBe(0)
    expect(result.output).toMatch(
      /no-orphans: leaky\.test\.ts > suite > leaks\nthis test left 1 orphan\n\n {2}interval every 60000 ms\n {4}started at leaky\.test\.ts:9:5\n/,
    )
    expect(result.output).toMatch(
      /this file left 1 orphan\n\n {2}interval every 60000 ms\n {4}started at leaky\.test\.ts:4:3\n/,
    )
    expect(result.output.match(/ left \d+ orphan/g)).toHaveLength(2)
  })

  it('watches nothing in the mode off, and keeps the matcher', async () => {
    const result = await withOptions(pair, { plugin: { mode: 'off' } })

    expect(failing(result)).toEqual([])
    expect(result.output).not.toMatch(/left \d+ orphan/)
    expect(result.code).toBe(0)
  })

  it.each(['forks', 'threads', 'vmForks', 'vmThreads'])(
    'ends in the pool %s though nothing is closed',
    async (pool) => {
      const result = await withOptions(pair, { plugin: { reclaim: false }, pool })

      await expectBlame(result)
      expect(result.code).toBe(1)
    },
  )

  it.each<[how: string, options: object]>([
    ['isolated', {}],
    ['in a worker that goes on', { isolate: false, pool: 'threads', maxWorkers: 1 }],
  ])('reports afresh when the tests run again in watch mode, %s', async (_, options) => {
    const dir = await copyFixture(pair.lab, 'vitest-options')
    const env = { FIXTURE_OPTIONS: JSON.stringify(options) }
    const { stdout, stderr } = await runIn(dir, (await nodes())[pair.node], ['watch.mjs'], env)
    const runs = /^runs: (.*)$/m.exec(stdout)?.[1]

    expect(runs, stdout + stderr).toBeDefined()
    const expected = ['leaky.test.ts: this file left 1 orphan', 'leaks: this test left 1 orphan']
    expect(JSON.parse(runs as string)).toEqual([expected, expected])
  })

  it('refuses a wrong option before any test runs', async () => {
    const result = await withOptions(pair, { plugin: { modes: 'warn' } })

    expect(result.output).toContain("OptionError: noOrphans(): unknown option 'modes'; allowed are mode, scope")
    expect(result.files).toEqual({})
    expect(result.code).toBe(1)
  })

  it.each(['4.0.18', '3.2.4', '4.1.0', '5.0.0-beta.2'])(
    'runs no test in Vitest %s if that is too old',
    async (version) => {
      const result = await withOptions(pair, { version })

      const tooOld = !/^4\.1|^5/.test(version)
      expect(result.output.includes(`no-orphans needs Vitest 4.1 or later, and this is Vitest ${version}`)).toBe(tooOld)
      expect(Object.keys(result.files)).toHaveLength(tooOld ? 0 : 1)
      expect(result.code).toBe(1)
    },
  )

  it('says what is too old by the setup file alone', async () => {
    const { files, code } = await withOptions(pair, { plugin: false, setupFiles: ['./no-hook.ts'] })

    expect(Object.keys(files['leaky.test.ts'] ?? {})).toEqual([ownOfFile])
    expect(files['leaky.test.ts']?.[ownOfFile]?.text).toContain('no-orphans needs Vitest 4.1 or later')
    expect(code).toBe(1)
  })
})

/** A file that cannot be loaded fails for a reason of its own. */
function withoutUnloaded({ files }: Result): Result['files'] {
  return Object.fromEntries(Object.entries(files).filter(([file]) => file !== 'cannot-load.test.ts'))
}

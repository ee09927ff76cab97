import { describe, expect, it } from 'vitest'
import { type Pair, pairs } from '../../../scripts/pairs.mjs'
import { ownOfFile, type Result, runJest } from './run.js'

const withOptions = (pair: Pair, orphans: unknown): Promise<Result> =>
  runJest('jest-basic', pair, { args: [`--testEnvironmentOptions=${JSON.stringify({ orphans })}`] })

describe.each(pairs('jest'))('options with $lab on Node $node', (pair) => {
  it.each([
    [{ mod: 'fail' }, /testEnvironmentOptions\.orphans: unknown option 'mod'; allowed are mode, /],
    [{ settle: 'long' }, /testEnvironmentOptions\.orphans\.settle: "long" is not allowed; allowed is a number/],
    [{ allow: [{ kind: 'server' }] }, /testEnvironmentOptions\.orphans\.allow\[0\]: .* has no reason/],
  ])('refuses %j before any test runs', async (orphans, message) => {
    const { code, files } = await withOptions(pair, orphans)
    expect(code).toBe(1)
    expect(Object.keys(files['leaky.test.js'] ?? {})).toEqual([ownOfFile])
    expect(files['leaky.test.js']?.[ownOfFile]?.text).toMatch(message)
  })

  it.each(['node', 'jsdom'])('refuses an option beside orphans instead of below it: %s', async (environment) => {
    const args = [`--testEnvironmentOptions=${JSON.stringify({ settle: 500 })}`]
    if (environment === 'jsdom') args.push('--env=@no-orphans/jest-env/jsdom')
    const { code, files } = await runJest('jest-basic', pair, { args })
    expect(code).toBe(1)
    expect(Object.keys(files['leaky.test.js'] ?? {})).toEqual([ownOfFile])
    expect(files['leaky.test.js']?.[ownOfFile]?.text).toContain(
      'testEnvironmentOptions.settle is not read; options go below orphans: {"orphans":{"settle":500}}',
    )
  })

  it("leaves an option of that name to an environment of the user's own", async () => {
    const args = [`--testEnvironmentOptions=${JSON.stringify({ settle: 500 })}`, '--env=./own-options-environment.cjs']
    const { code, files } = await runJest('jest-basic', pair, { args: [...args, '-t', 'clean before'] })
    expect(files['leaky.test.js']?.['clean before']?.status).toBe('passed')
    expect(code).toBe(0)
  })

  it('refuses options that were given to the reporter, before any test runs', async () => {
    const reporters = ['default', ['@no-orphans/jest-env/reporter', { report: 'orphans.json' }]]
    const config = JSON.stringify({ testEnvironment: '@no-orphans/jest-env', reporters })
    const { code, files, output } = await runJest('jest-basic', pair, { args: [`--config=${config}`] })
    expect(code).toBe(1)
    expect(files).toEqual({})
    expect(output).toContain('was given report: "orphans.json"; options go below testEnvironmentOptions.orphans')
  })

  it('says that it could not begin, when asked what was not watched', async () => {
    const args = ['--reporters=default', '--reporters=@no-orphans/jest-env/reporter']
    const options = `--testEnvironmentOptions=${JSON.stringify({ orphans: { settle: -1 } })}`
    const { output } = await runJest('jest-basic', pair, { args: [...args, options] })
    expect(output).toContain('leaky.test.js: it failed before no-orphans could begin')
  })

  it('warns and does not fail in the mode warn, and ends', async () => {
    const { code, timedOut, output } = await withOptions(pair, { mode: 'warn' })
    expect(timedOut, output).toBe(false)
    expect(code, output).toBe(0)
    expect(output).toContain('no-orphans: leaks a server\nthis test left 1 orphan')
    expect(output).toMatch(/started at src\/server\.js:5:\d+, called from leaky\.test\.js:6:\d+/)
  })

  it.each(['--setupFiles', '--setupFilesAfterEnv'])('blames the file for what a setup file left: %s', async (when) => {
    const { files } = await runJest('jest-basic', pair, { args: [`${when}=./leaky-setup.js`, '-t', 'clean before'] })
    expect(files['leaky.test.js']?.[ownOfFile]?.orphans).toEqual(['leaky-setup.js:2'])
    expect(files['leaky.test.js']?.['clean before']?.status).toBe('passed')
  })

  it('lets a rule of the options allow it', async () => {
    const { code, output } = await withOptions(pair, {
      allow: [{ kind: 'server', file: 'src/*.js', reason: 'for this test' }],
    })
    expect(code, output).toBe(0)
    expect(output).not.toContain('orphan')
  })

  it('names the functions themselves and says what closes it', async () => {
    const { output, code } = await withOptions(pair, {})
    expect(code).toBe(1)
    expect(output).toMatch(/TCP server listening on 127\.0\.0\.1:\d+\n +started at src\/server\.js:5:\d+, called from/)
    expect(output).toContain('close it with server.close()')
    expect(output).toMatch(/at startServer \(src\/server\.js:5:\d+\)/)
  })
})

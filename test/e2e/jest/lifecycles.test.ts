import { beforeAll, describe, expect, it } from 'vitest'
import { pairs } from '../../../scripts/pairs.mjs'
import { type Blame, blameOf, expectedOf } from './expected.js'
import { ownOfFile, type Result, runJest } from './run.js'

const modes: [mode: string, args: string[]][] = [
  ['in band', ['-i']],
  ['in workers', ['-w=2']],
  ['in workers, with coverage', ['-w=2', '--coverage', '--coverageReporters=text-summary']],
  ['in worker threads', ['-w=2', '--workerThreads']],
]
const runs = pairs('jest').flatMap((pair) => modes.map(([mode, args]) => ({ ...pair, pair, mode, args })))

const files = [
  ['tests', 'tests of every shape, some leaky'],
  ['hooks', 'hooks around each test'],
  ['file-hooks', 'top level, describe, beforeAll and afterAll'],
  ['closed-in-after-all', 'a server of beforeAll and what it accepts, closed in afterAll'],
  ['poll-loop', 'a poll loop that goes on while other tests run'],
  ['after-loops', 'loops that a failed test and an allowed one left go on while other tests run'],
  ['concurrent', 'concurrent tests'],
  ['concurrent-retried', 'concurrent tests with retries'],
  ['retry', 'retries after all other tests'],
  ['retry-immediately', 'retries at once'],
  ['failing', 'tests that are expected to fail'],
  ['library-closed', 'a library’s client opened in a test and closed in afterAll'],
  ['library-left', 'a library’s client that is never closed'],
  ['fake-timers', 'fake timers on, off and left on'],
  ['fake-timers-legacy', 'legacy fake timers left on'],
  ['console', 'console output'],
  ['reset-modules', 'fresh copies of the package in every test'],
  ['allow', 'allow rules and shared resources'],
  ['shared-left', 'a shared resource that is never closed'],
  ['matchers', 'the matcher'],
  ['memory', 'tests of what can be collected'],
  ['no-globals', 'the matcher on the expect of @jest/globals'],
  ['unwatched', 'another environment by docblock'],
  ['custom-environment', 'an environment of the project’s own'],
  ['extended-environment', 'an environment that extends ours'],
  ['docblock-options', 'options by docblock'],
  ['broken', 'a file that cannot be loaded'],
] as const

describe.each(runs)('$lab on Node $node $mode', ({ pair, args }) => {
  let result: Result
  let expected: Record<string, Blame>
  let found: Record<string, Blame>

  beforeAll(async () => {
    result = await runJest('jest-lifecycles', pair, { args })
    expected = await expectedOf(result)
    found = blameOf(result)
  })

  const textOf = (file: string, test: string): string => result.files[`${file}.test.js`]?.[test]?.text ?? ''

  it('ends by itself, non-zero, though what leaked is still open', () => {
    expect(result.timedOut, result.output).toBe(false)
    expect(result.code, result.output).toBe(1)
    expect(Object.keys(found).sort()).toEqual(files.map(([name]) => `${name}.test.js`).sort())
  })

  it.each(files)('blames the right tests at the right lines in %s: %s', (name) => {
    const file = `${name}.test.js`
    expect(found[file], result.output).toBeDefined()
    expect(found[file]).toEqual(expected[file])
  })

  it('puts a test’s own error first', () => {
    const { text } = result.files['tests.test.js']?.['leaky on top of a failure'] ?? { text: '' }
    expect(text).toMatch(/^Error: its own[\s\S]*\nOrphanError: this test left 1 orphan/)
    expect(textOf('tests', 'leaky and too slow')).toMatch(/Exceeded timeout of 50 ms[\s\S]*\nOrphanError:/)
  })

  it('does not take an orphan for the failure that was expected', () => {
    expect(textOf('failing', 'fails as expected, leaky')).toMatch(/^OrphanError: this test left 1 orphan/)
    expect(textOf('failing', 'an orphan is not the expected failure')).toContain('supposed to fail')
  })

  it('names the test, the library’s line and the user’s line at the end of the file', () => {
    const text = textOf('library-left', ownOfFile)
    expect(text).toContain('this file left 1 orphan')
    expect(text).toMatch(
      /started at Client\.beat \(node_modules\/some-client\/index\.js:12:\d+\) by package some-client/,
    )
    expect(text).toMatch(/called from library-left\.test\.js:6:\d+/)
    expect(text).toContain('in the test opens it')
  })

  it('points the code frame at the line that began it', () => {
    expect(result.files['tests.test.js']?.leaky?.at).toEqual(['tests.test.js:17'])
    expect(result.output).toMatch(/> 17 \| {3}setInterval\(\(\) => \{\}, 5000\) \/\/ orphan of: leaky/)
  })

  it('tells in the mode warn which tests it would have failed', () => {
    expect(result.output).toContain('no-orphans: only warned of\nthis test left 1 orphan')
    expect(result.output).toContain('no-orphans: block warned of too\nthis test left 1 orphan')
    expect(result.output.match(/no-orphans: /g)).toHaveLength(2)
  })
})

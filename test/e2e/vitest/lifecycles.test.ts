import { describe, expect, it } from 'vitest'
import { pairs } from '../../../scripts/pairs.mjs'
import { expectBlame } from './expected.js'
import { ownOfFile, runFixture } from './run.js'

const pools = ['forks', 'threads', 'vmForks', 'vmThreads']
const rest = ['typescript', 'bodies', 'hooks', 'concurrent', 'file-', 'library']

// Everything in every pool, and what a setting can change under that setting. The files say themselves what is expected.
const runs: [setting: string, args: string[]][] = [
  ...pools.map((pool): [string, string[]] => [`the pool ${pool}`, [`--pool=${pool}`]]),
  ['files that are not isolated', ['--pool=threads', '--no-isolate', '--maxWorkers=1', '--no-file-parallelism']],
  ['a collector of its own', ['--pool=forks', '--execArgv=--expose-gc', 'memory']],
  ['a collector of each context’s own', ['--pool=vmForks', '--execArgv=--expose-gc', 'memory']],
  ['hooks as a list', ['--sequence.hooks=list', 'hooks', 'file-']],
  ['hooks in parallel', ['--sequence.hooks=parallel', 'hooks', 'file-']],
  ['all tests concurrent', ['--sequence.concurrent', ...rest]],
  ['coverage', ['--coverage.enabled', '--coverage.provider=v8', '--coverage.reporter=text', 'typescript', 'bodies']],
  ['jsdom', ['--environment=jsdom', 'typescript', 'bodies', 'fake-timers']],
  ['happy-dom', ['--environment=happy-dom', 'typescript', 'bodies', 'fake-timers']],
]

describe.each(pairs('vitest'))('$lab on Node $node', (pair) => {
  it.each(runs)('blames the right tests at the right lines with %s', async (_, args) => {
    const result = await runFixture('vitest-lifecycles', pair, args)

    await expectBlame(result)
    expect(result.code).toBe(1)
    const { 'tries.test.ts': tries, 'file-clean.test.ts': clean } = result.files
    // It passed in its second try only because the first one was found out.
    if (tries) expect(tries['leaks in the first try only']?.orphans).toHaveLength(1)
    if (clean) expect(Object.values(clean).filter(({ status }) => status === 'failed')).toHaveLength(1)
    // The code frame points into the TypeScript source.
    if ('typescript.test.ts' in result.files) {
      expect(result.output).toMatch(/❯ startPolling src\/poll\.ts:12:33\n(?:.*\n)* +12\| {3}const timer.*\n +\| {33}\^/)
    }
    // A test that failed keeps its own error first.
    const failed = result.files['bodies.test.ts']?.['fails and leaks']
    if (failed) expect(failed.text).toMatch(/^AssertionError: the assertion.*OrphanError: this test left 1 orphan/s)
    const left = result.files['library-left.test.ts']?.[ownOfFile]
    if (left) {
      expect(left.text).toMatch(
        /this file left 1 orphan[\s\S]*started at Client\.open \(node_modules\/some-client\/index\.js:4:\d+\) by package some-client/,
      )
      expect(left.text).toMatch(/called from library-left\.test\.ts:6:\d+/)
      expect(left.text).toContain('in the test opens a client and forgets it')
    }
    const flipped = result.files['tries.test.ts']?.['expected to fail > passes and leaks']
    if (flipped) expect(flipped.text).toMatch(/^Error: Expect test to fail.*OrphanError/s)
  })
})

import { describe, expect, it } from 'vitest'
import { pairs } from '../../../scripts/pairs.mjs'
import { expectBlame } from './expected.js'
import { ownOfFile, runFixture } from './run.js'

const pools = ['forks', 'threads', 'vmThreads']

// The runner's own ports, pipes and channels are open beside: none of them may be reported.
describe.each(pairs('vitest'))('when the tracker has to stop, $lab on Node $node', (pair) => {
  it.each(pools)('asks Node itself what the file has left, in the pool %s', async (pool) => {
    const result = await runFixture('vitest-untracked', pair, [`--pool=${pool}`])

    await expectBlame(result)
    expect(result.files['a-left.test.ts']?.[ownOfFile]?.text).toContain('untracked TCP server listening on 127.0.0.1:')
    expect(result.output).toContain('because it failed itself: Error: do not ask')
    expect(result.code).toBe(1)
  })
})

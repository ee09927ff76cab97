import { describe, expect, it } from 'vitest'
import { copyFixture } from '../../../scripts/lab.mjs'
import { blameOf, expectedOf } from './expected.js'
import { runVitest, targets } from './run.js'

const pools = ['forks', 'threads', 'vmForks', 'vmThreads']

for (const target of targets) {
  describe(`${target.lab} on Node ${target.node}`, () => {
    it.each(pools)('blames the right tests at the right lines in the pool %s', async (pool) => {
      const dir = await copyFixture(target.lab, 'vitest-lifecycles')
      const result = await runVitest(dir, target, [`--pool=${pool}`])

      expect(result.timedOut, result.output).toBe(false)
      expect(blameOf(result)).toEqual(await expectedOf(dir, result))
      expect(result.code).toBe(1)
    })
  })
}

import { describe, expect, it } from 'vitest'
import { pairs } from '../../../scripts/pairs.mjs'
import { blameOf, expectedOf } from './expected.js'
import { runJest } from './run.js'

// In band, Jest itself and all test files live in one process.
describe.each(pairs('jest'))('in one process, $lab on Node $node', (pair) => {
  it('blames a clean file for nothing that files before it have left running', async () => {
    const { code, timedOut, output, files } = await runJest('jest-unwatched', pair, { args: ['-i'] })
    expect(timedOut, output).toBe(false)
    expect(code, output).toBe(0)
    expect(Object.keys(files)).toHaveLength(4)
    // Only the file in the mode warn is watched and leaky: one orphan of its test, one of its top level.
    expect(output.match(/left 1 orphan/g), output).toHaveLength(2)
  })

  it('holds nothing that a test asks to collect, by a collector of its own too', async () => {
    const result = await runJest('jest-lifecycles', pair, { nodeArgs: ['--expose-gc'], args: ['-i', 'memory'] })
    expect(result.timedOut, result.output).toBe(false)
    expect(Object.keys(result.files['memory.test.js'] ?? {})).toHaveLength(11)
    expect(blameOf(result)).toEqual(await expectedOf(result))
  })

  it('neither reports nor closes what transformers, resolvers and reporters open', async () => {
    const { code, timedOut, output, files } = await runJest('jest-hosts', pair, { args: ['-i'] })
    expect(timedOut, output).toBe(false)
    expect(code, output).toBe(1)
    const tests = files['clean.test.js'] ?? {}
    const failed = Object.keys(tests).filter((name) => tests[name]?.status === 'failed')
    expect(failed, output).toEqual(['leaky'])
    expect(tests.leaky?.orphans).toEqual(['clean.test.js:10'])
    expect(output).toContain('all still open: true')
  })
})

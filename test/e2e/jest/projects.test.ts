import { beforeAll, describe, expect, it } from 'vitest'
import { pairs } from '../../../scripts/pairs.mjs'
import { blameOf, expectedOf } from './expected.js'
import { type Result, runJest } from './run.js'

describe.each(pairs('jest'))('$lab on Node $node', (pair) => {
  describe('projects', () => {
    let result: Result
    const files = [
      ['babel/lines.test.ts', 'TypeScript by babel'],
      ['ts-jest/lines.test.ts', 'TypeScript by ts-jest'],
      ['jsdom/window.test.js', 'what runs through jsdom’s window'],
      ['no-globals/imported.test.js', 'injectGlobals: false'],
      ['off/matchers.test.js', 'the matcher where the mode is off'],
    ] as const

    beforeAll(async () => {
      result = await runJest('jest-projects', pair, { args: ['-w=2'] })
    })

    it('fails and ends by itself', () => {
      expect(result.timedOut, result.output).toBe(false)
      expect(result.code, result.output).toBe(1)
      expect(Object.keys(result.files).sort()).toEqual(files.map(([file]) => file).sort())
    })

    it.each(files)('blames the right tests at the right lines in %s: %s', async (file) => {
      const expected = await expectedOf(result)
      expect(blameOf(result)[file], result.output).toEqual(expected[file])
    })

    it('calls an interval of a window an interval, of which jsdom makes timeouts', () => {
      const tests = result.files['jsdom/window.test.js'] ?? {}
      expect(tests['leaky interval that has ticked']?.text).toMatch(
        /interval every 1 ms\n.*\n *stop it with clearInterval/,
      )
      expect(tests['leaky timeout']?.text).toMatch(/timer due in [\d.]+ s\n.*\n *stop it with clearTimeout/)
    })
  })

  it('blames the right tests at the right lines in ES modules', async () => {
    const result = await runJest('jest-esm', pair, { nodeArgs: ['--experimental-vm-modules'], args: ['-i'] })
    expect(result.timedOut, result.output).toBe(false)
    expect(Object.keys(result.files)).toHaveLength(3)
    expect(blameOf(result), result.output).toEqual(await expectedOf(result))
    expect(result.code).toBe(1)
  })
})

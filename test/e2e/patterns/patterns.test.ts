import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { frameworkOf, type Pair, pairs } from '../../../scripts/pairs.mjs'
import { runJest } from '../jest/run.js'
import { runFixture } from '../vitest/run.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))

interface Result {
  dir: string
  code: number | null
  timedOut: boolean
  output: string
  files: Record<string, Record<string, { status: string; text: string }>>
}

const run = (pair: Pair): Promise<Result> =>
  frameworkOf(pair) === 'vitest' ? runFixture('patterns', pair) : runJest('patterns', pair)

/** What the failure of each leaky twin says, beside the line of the leak. */
const patterns: Record<string, RegExp> = {
  'blocked-on-receive/queue':
    /consume suspended in an await, for ever[\s\S]*started from blocked-on-receive\/queue\.test\.ts/,
  'blocked-on-send/first': /ask suspended in an await, for ever: nothing is left that could wake it \(x2\)/,
  'forgotten-cancellation/worker': /to stop within 100 ms of its abort, and it was still running/,
  'ticker-without-stop/meter': /interval every 1000 ms/,
  'unlimited-spawning/scan': /to stay within 4 sockets open at once, and there were 40/,
  'missing-wait/log': /timer due in/,
  'abort-not-passed-on/convert': /the abort did not reach 1 orphan\s+child process \d+/,
  'context-not-derived/load': /to stop within 100 ms of its abort[\s\S]*fetch GET http/,
  'context-already-over/tell': /its signal was aborted already, and it started 2 orphans\s+interval every 1000 ms/,
  'deadline-not-passed-on/search': /to settle within 10000 ms and to leave nothing open[\s\S]*timer due in/,
  'listener-per-call/run': /listener for 'abort' on an AbortSignal\s+added at run/,
  'graceful-shutdown/app': /left 1 orphan\s+socket accepted from 127\.0\.0\.1/,
}

const again: Record<string, RegExp> = {
  'listener-per-call/run': /20 x listener, from run [\s\S]*run 20 {2}█+ 20/,
  'graceful-shutdown/app': /6 x socket, from App\.start/,
}

/** Where the leaky twin says that it leaks. */
async function leakIn(dir: string, pattern: string): Promise<string> {
  const file = `${pattern.split('/')[0]}/leaky.ts`
  const lines = (await readFile(join(dir, file), 'utf8')).split('\n')
  return `${file}:${lines.findIndex((line) => line.includes('// the leak')) + 1}:`
}

describe.each(pairs())('the patterns in $lab on Node $node', (pair) => {
  let result: Result
  beforeAll(async () => {
    result = await run(pair)
  })

  it('ends by itself with every pattern run', () => {
    expect(result.timedOut, result.output).toBe(false)
    expect(result.code, result.output).toBe(1)
    expect(Object.keys(result.files).sort()).toEqual(
      Object.keys(patterns)
        .map((name) => `${name}.test.ts`)
        .sort(),
    )
  })

  it.each(Object.keys(patterns))('tells the leaky twin from the fixed one: %s', async (name) => {
    const tests = result.files[`${name}.test.ts`] ?? {}
    const leak = await leakIn(result.dir, name)
    expect(tests.leaky?.status, result.output).toBe('failed')
    expect(tests.leaky?.text).toMatch(patterns[name] as RegExp)
    expect(tests.leaky?.text).toContain(leak)
    expect(tests.fixed?.status, result.output).toBe('passed')
    if (!again[name]) return
    expect(tests['leaky, again and again']?.text).toMatch(again[name])
    expect(tests['leaky, again and again']?.text).toContain(leak)
    expect(tests['fixed, again and again']?.status, result.output).toBe('passed')
  })

  it('says what the README shows', async () => {
    // Numbers, their units and programs differ from run to run, how far a stack reaches by Node's version.
    const plain = (text: string) =>
      text
        .replace(/\S*node(\.exe)? -e/g, 'node -e')
        .replace(/, called from \S+/g, '')
        .replace(/\d+(\.\d+)?( m?s\b)?/g, '#')
        .replace(/█+/g, '█')
        .replace(/^(OrphanError|Error): /gm, '')
    const readme = await readFile(join(root, 'fixtures/patterns/README.md'), 'utf8')
    const shown = [
      ...readme.matchAll(/^What it says:\n\n```text\n(.*?)\n```|^And again and again:\n\n```text\n(.*?)\n```/gms),
    ]
    const said = plain(
      Object.values(result.files)
        .flatMap((tests) => Object.values(tests))
        .map(({ text }) => text)
        .join('\n'),
    )
    expect(shown).toHaveLength(Object.keys(patterns).length + Object.keys(again).length)
    for (const [, once, often] of shown) expect(said).toContain(plain(once ?? (often as string)))
  })
})

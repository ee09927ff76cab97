import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { command, copyFixture, nodes, runIn } from '../../../scripts/lab.mjs'
import { type Pair, pairs } from '../../../scripts/pairs.mjs'

/** Runs one file of benchmarks, of which each major version has its own way. */
async function runBench({ lab, node }: Pair, name: string) {
  const dir = await copyFixture(lab, 'vitest-bench')
  const file = `${lab}/${name}.bench.ts`
  const ran = await runIn(dir, (await nodes())[node], [await command(lab), 'bench', '--run', file])
  const lines = (await readFile(join(dir, file), 'utf8')).split('\n')
  const line = lines.findIndex((text) => text.includes('// <- leak')) + 1
  return { code: ran.code, output: ran.stdout + ran.stderr, place: `${file}:${line}:` }
}

describe.each(pairs('vitest'))('a benchmark, $lab on Node $node', (pair) => {
  it('fails by what it leaves', async () => {
    const { code, output, place } = await runBench(pair, 'left')

    expect(output).toMatch(/OrphanError: this (file|test) left 1 orphan\n\n {2}TCP server listening on /)
    expect(/started at .*/.exec(output)?.[0]).toContain(place)
    expect(code).toBe(1)
  })

  it('is silent when it closes what it opens', async () => {
    const { code, output } = await runBench(pair, 'closed')

    expect(output).not.toContain('orphan')
    expect(code, output).toBe(0)
  })
})

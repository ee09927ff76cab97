import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { command, copyFixture, nodes, resultsIn, runIn } from '../../../scripts/lab.mjs'
import { frameworkOf, type Pair, pairs } from '../../../scripts/pairs.mjs'

/*
 * Each test of fixtures/field says in its name what must come of it: `silent: ...` or `reported: ...`, and marks the line
 * that must be named with `// <- orphan`.
 */

interface Reported {
  line?: string
  owner: { name: string }
  judgedAt: string
  count: number
}

const shuffled = {
  vitest: ['--pool=threads', '--sequence.shuffle.files', '--sequence.shuffle.tests'],
  jest: ['--randomize'],
}

describe.each(pairs())('what other tools got wrong, under $lab on Node $node', (pair) => {
  it('is right', () => run(pair, []))
  // The output of a failure has the seed.
  it('is right in any order, and in threads', () => run(pair, shuffled[frameworkOf(pair)]))
})

async function run(pair: Pair, order: string[]): Promise<void> {
  const dir = await copyFixture(pair.lab, 'field')
  const json = join(dir, 'result.json')
  const args = [await command(pair.lab), ...resultsIn(frameworkOf(pair), json), ...order]
  const ran = await runIn(dir, (await nodes())[pair.node], args)
  const output = ran.stdout + ran.stderr

  const tests: { title: string; status: string }[] = JSON.parse(await readFile(json, 'utf8')).testResults.flatMap(
    (file: { assertionResults: object[] }) => file.assertionResults,
  )
  expect(tests.length, output).toBeGreaterThan(35)
  const titles = tests.map(({ title }) => title)
  const failed = tests.filter(({ status }) => status === 'failed').map(({ title }) => title)
  expect(failed.sort(), output).toEqual(titles.filter((title) => title.startsWith('reported: ')).sort())

  const { orphans }: { orphans: Reported[] } = JSON.parse(await readFile(join(dir, 'orphans.json'), 'utf8'))
  expect(orphans.map(({ owner }) => owner.name).sort()).toEqual(failed)
  for (const { line, judgedAt, count, owner } of orphans) {
    expect({ owner, line, judgedAt, count }).toEqual({
      owner,
      line: expect.stringContaining('// <- orphan'),
      judgedAt: 'test',
      count: 1,
    })
  }
}

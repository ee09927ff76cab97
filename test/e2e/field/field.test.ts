import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { command, copyFixture, nodes, runIn } from '../../../scripts/lab.mjs'
import { pairs } from '../../../scripts/pairs.mjs'

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

it.each(pairs())('what other tools got wrong is right under $lab on Node $node', async ({ lab, node }) => {
  const dir = await copyFixture(lab, 'field')
  const json = join(dir, 'result.json')
  const args = lab.startsWith('vitest')
    ? ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${json}`]
    : ['--ci', '--json', `--outputFile=${json}`]
  const ran = await runIn(dir, (await nodes())[node], [await command(lab), ...args])
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
})

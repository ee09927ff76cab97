import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { copyFixture } from '../../../scripts/lab.mjs'
import { type Pair, pairs } from '../../../scripts/pairs.mjs'
import { reportIn, runTests } from './run.js'

/* A file that nobody watches is listed with the reason, and what is known of it is not taken for gone. */

const known = 'tests/known.test.js'

async function run(pair: Pair, files: Record<string, (text: string) => string>, args: string[] = []) {
  const dir = await copyFixture(pair.lab, 'ratchet')
  for (const [name, edited] of Object.entries(files)) {
    const text = await readFile(join(dir, name), 'utf8').catch(() => '')
    await writeFile(join(dir, name), edited(text))
  }
  const ran = await runTests(pair, dir, args)
  return { ...ran, report: await reportIn(dir) }
}

// Not as a whole: Vitest would take it for one of this file.
const docblock = (line: string) => (text: string) => `/** @${line} */\n${text}`

describe.each(pairs('jest'))('$lab on Node $node', (pair) => {
  // In workers, which Jest ends: nobody closes what a file leaves that is not watched.
  const workers = ['-w=2']

  test.each([
    ['of another environment', 'jest-environment node', 'its environment or pool does not include no-orphans'],
    ['of the mode off', 'jest-environment-options {"orphans": {"mode": "off"}}', "its mode is 'off'"],
  ])('a file %s', async (_, line, reason) => {
    const { code, output, report } = await run(pair, { [known]: docblock(line) }, workers)
    expect(report.notWatched).toEqual([{ file: known, reason }])
    expect(report).toMatchObject({ partial: ['some files were not watched'], gone: [], totals: { notWatched: 1 } })
    expect(report.files).toEqual([{ file: 'tests/clean.test.js', status: 'watched' }])
    expect(output).toContain(`1 file not watched\n    ${known}: ${reason}`)
    expect(output).not.toContain('gone')
    expect(code, output).toBe(0)
  })

  test.each(['jest-jasmine2', './jasmine.cjs'])('files of the test runner %s', async (runner) => {
    const { code, output, report } = await run(pair, {}, [...workers, `--testRunner=${runner}`])
    const reason = `its test runner, ${runner.replace('./', '')}, does not tell when a test begins and ends; jest-circus does`
    expect(report.notWatched).toHaveLength(2)
    expect(report.notWatched).toContainEqual({ file: known, reason })
    expect(report).toMatchObject({ partial: ['some files were not watched'], gone: [], files: [], orphans: [] })
    expect(output).toContain(`2 files not watched\n    tests/`)
    expect(output).toContain(`${known}: ${reason}`)
    expect(code, output).toBe(0)
  })

  test('but not those of a test runner of the project’s own that tells of tests', async () => {
    const { code, output, report } = await run(pair, {}, [...workers, '--testRunner=./circus.cjs'])
    expect(report).toMatchObject({ partial: [], notWatched: [], totals: { known: 1 } })
    expect(code, output).toBe(0)
  })

  test('without the reporter it is said once', async () => {
    const dir = await copyFixture(pair.lab, 'ratchet')
    await rm(join(dir, known))
    const { output } = await runTests(pair, dir, ['-i', '--reporters=default', '--testRunner=jest-jasmine2'])
    expect(output.match(/no-orphans: not watched: its test runner, jest-jasmine2, /g)).toHaveLength(1)
  })
})

const config = (projects: string) => () =>
  `
import { noOrphans } from '@no-orphans/vitest-plugin'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [noOrphans({ report: 'orphans.json', baseline: 'orphans.baseline.json', ratchet: true })],
  test: ${projects},
})
`
const own = "export default { test: { name: 'own', globals: true, include: ['known.test.js'] } }\n"
const watched = "{ extends: true, test: { name: 'watched', globals: true, include: ['tests/clean.test.js'] } }"

describe.each(pairs('vitest'))('$lab on Node $node', (pair) => {
  test('a project with a configuration of its own and without the plugin', async () => {
    const { code, output, report } = await run(pair, {
      'vitest.config.mts': config(`{ projects: ['./tests', ${watched}] }`),
      'tests/vitest.config.mts': () => own,
    })
    const reason = 'its own configuration has no noOrphans()'
    expect(report.notWatched).toEqual([{ file: known, project: 'own', reason }])
    expect(report).toMatchObject({ partial: ['some files were not watched'], gone: [] })
    expect(output).toContain(`1 file not watched\n    ${known}: ${reason}`)
    expect(output).not.toContain('gone')
    expect(code, output).toBe(0)
  })

  test('its twin, with the plugin', async () => {
    const { report } = await run(pair, {
      'vitest.config.mts': config(`{ projects: ['./tests', ${watched}] }`),
      'tests/vitest.config.mts': () =>
        `import { noOrphans } from '@no-orphans/vitest-plugin'\n${own.replace('{', '{ plugins: [noOrphans()],')}`,
    })
    expect(report).toMatchObject({ partial: [], notWatched: [] })
  })

  test('a project that was not chosen', async () => {
    const projects = `{ projects: [${watched}, ${watched.replace('watched', 'known').replace('clean', 'known')}] }`
    const { code, output, report } = await run(pair, { 'vitest.config.mts': config(projects) }, ['--project=watched'])
    expect(report).toMatchObject({ partial: ['only some projects were run'], gone: [], notWatched: [] })
    expect(code, output).toBe(0)
  })

  test('what is only type-checked leaves nothing, so that without it the run is a full one', async () => {
    const types = { strict: true, noEmit: true, module: 'nodenext', types: ['vitest/globals'] }
    const { code, output, report } = await run(
      pair,
      {
        'tsconfig.json': () => JSON.stringify({ compilerOptions: types, include: ['tests'] }),
        'tests/types.test-d.ts': () => "test('is typed', () => { expectTypeOf(1).toBeNumber() })\n",
      },
      ['--typecheck'],
    )
    expect(report.notWatched).toEqual([{ file: 'tests/types.test-d.ts', reason: 'it is only type-checked' }])
    expect(report).toMatchObject({ partial: [], gone: [], totals: { known: 1 } })
    expect(code, output).toBe(0)
  })
})

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { command, copyFixture, lab, resultsIn, runIn } from '../../../scripts/lab.mjs'
import { root } from '../../../scripts/run.mjs'
import { type Example, examplesOf, examplesOfSources, packageOf } from './examples.js'

/* Every piece of code that the documentation shows is type-checked and run: against the packages as published, in a real run. */

const documents = ['README.md', 'core', 'vitest-plugin', 'jest-env'].map((name) =>
  name.endsWith('.md') ? name : `packages/${name}/README.md`,
)
const all = [...(await Promise.all(documents.map(examplesOf))).flat(), ...(await examplesOfSources())]

const isConfig = ({ code }: Example): boolean => /export default defineConfig|module\.exports = \{/.test(code)
const isEnvironment = ({ code }: Example): boolean => code.includes('module.exports = withOrphans(')
const ofJest = (example: Example): boolean => example.language === 'js' || packageOf(example) === 'jest-env'
const ofVitest = ({ code, where }: Example): boolean => /vitest|noOrphans\(/.test(code + where)
const bodies = all.filter((example) => !isConfig(example) && !isEnvironment(example))

/** One test whose body is the example, in a module that has the example's own imports. */
function testOf({ where, code }: Example): string {
  const lines = code.split('\n')
  const isImport = (line: string): boolean => line.startsWith('import ')
  const body = lines.filter((line) => !isImport(line)).join('\n')
  return ["import './world'", ...lines.filter(isImport), `test('${where}', async () => {\n${body}\n})\n`].join('\n')
}

/** `README.md-34` */
const fileName = ({ where }: Example): string => where.replaceAll(/[^\w.]+/g, '-')

async function writeTests(dir: string, examples: Example[]): Promise<void> {
  for (const example of examples) await writeFile(join(dir, `${fileName(example)}.test.ts`), testOf(example))
}

interface JsonResults {
  testResults: { message: string; assertionResults: { title: string; status: string }[] }[]
}

/** The tests that passed and those that did not, by what a framework's JSON says. */
async function outcomes(file: string): Promise<Record<string, string>> {
  const { testResults }: JsonResults = JSON.parse(await readFile(file, 'utf8'))
  return Object.fromEntries(
    testResults.flatMap((result) =>
      result.assertionResults.map((each) => [each.title, result.message ? 'failed' : each.status]),
    ),
  )
}

const allPassed = (examples: Example[]): Record<string, string> =>
  Object.fromEntries(examples.map(({ where }) => [where, 'passed']))

describe('in Vitest', () => {
  const examples = bodies.filter((example) => !ofJest(example))
  const configs = all.filter((example) => isConfig(example) && !ofJest(example))
  let dir: string
  beforeAll(async () => {
    dir = await copyFixture('vitest-4', 'examples/vitest')
    await writeTests(dir, examples)
  })

  test('the types are right', async () => {
    for (const [index, { code }] of configs.entries()) {
      await writeFile(join(dir, `vitest.config.${index}.ts`), withImports(code))
    }
    const tsc = join(await lab('vitest-4'), 'node_modules/typescript/bin/tsc')
    const { code, stdout } = await runIn(dir, process.execPath, [tsc, '-p', '.'])
    expect(stdout).toBe('')
    expect(code).toBe(0)
  })

  test.each(configs)('each does what it should, configured as in $where', async (config) => {
    await writeFile(join(dir, 'vitest.config.ts'), withImports(config.code))
    // They are alike: the first with all examples, the others with those of the adapter itself.
    const filter = config === configs[0] ? '' : 'vitest-plugin'
    const args = [...resultsIn('vitest', 'tests.json'), filter, '--globals', '--pool=threads']
    const run = await runIn(dir, process.execPath, [await command('vitest-4'), ...args])
    const wanted = examples.filter((example) => fileName(example).includes(filter))
    expect(await outcomes(join(dir, 'tests.json')), run.stdout + run.stderr).toEqual(allPassed(wanted))
    expect(run.code).toBe(0)
  })
})

/** In a comment a configuration is shown without its imports. */
const withImports = (code: string): string =>
  code.includes('import ')
    ? code
    : `import { noOrphans } from '@no-orphans/vitest-plugin'\nimport { defineConfig } from 'vitest/config'\n${code}`

describe('in Jest', () => {
  const examples = bodies.filter((example) => !ofVitest(example))
  const configs = [
    ...all.filter((example) => isConfig(example) && ofJest(example)),
    ...all
      .filter(isEnvironment)
      .map(({ where }) => ({ where, code: "module.exports = { testEnvironment: './environment.js' }" })),
  ]
  let dir: string
  beforeAll(async () => {
    dir = await copyFixture('jest-30', 'examples/jest')
    await writeTests(dir, examples)
    for (const { code } of all.filter(isEnvironment)) await writeFile(join(dir, 'environment.js'), code)
  })

  test.each(configs)('each does what it should, configured as in $where', async (config) => {
    await writeFile(join(dir, 'jest.config.js'), config.code)
    const filter = config === configs[0] ? '' : 'jest-env'
    const args = [await command('jest-30'), filter, ...resultsIn('jest', 'tests.json')]
    const run = await runIn(dir, process.execPath, args)
    const wanted = examples.filter((example) => fileName(example).includes(filter))
    expect(await outcomes(join(dir, 'tests.json')), run.stderr).toEqual(allPassed(wanted))
    expect(run.code).toBe(0)
  })
})

test('the tour of the patterns shows what is in their files', async () => {
  const words = (text: string): string => text.replace(/\s+/g, ' ').trim()
  for (const { where, code } of await examplesOf('fixtures/patterns/README.md')) {
    const [head = '', ...lines] = code.split('\n')
    const [, path] = /^\/\/ (\S+\/\S+)$/.exec(head) ?? []
    if (!path) continue
    const file = words(await readFile(join(root, 'fixtures/patterns', path), 'utf8'))
    // What lies between may be left out.
    for (const line of lines) expect(file, where).toContain(words(line))
  }
})

test('there are examples to run', () => {
  expect(bodies.filter(ofJest).length).toBeGreaterThan(0)
  expect(bodies.length).toBeGreaterThan(20)
})

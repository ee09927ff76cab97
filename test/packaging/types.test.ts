import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lab, runIn } from '../../scripts/lab.mjs'
import { install, type Name, names, published } from './install.js'

/** What a user writes; a wrong type that is not noticed is an error too. */
const uses: Record<Name, string> = {
  core: `
import { findOrphans, OrphanError, snapshot, verifyNoOrphans, watch } from '@no-orphans/core'
export async function use(): Promise<void> {
  const found = await findOrphans(() => setInterval(() => {}, 1000), { settle: 500 })
  const description: string | undefined = found[0]?.description
  await verifyNoOrphans(async () => {}, { unref: true })
  await using scope = watch()
  const value: number = scope.run(() => 1)
  const error: Error = null as unknown as OrphanError
  void [description, value, error, snapshot()]
  // @ts-expect-error there is no such option
  await findOrphans(() => {}, { setle: 500 })
  // @ts-expect-error ms are a number
  await verifyNoOrphans(() => {}, { settle: '500' })
}
`,
  'vitest-plugin': `
import noOrphansByDefault, { noOrphans, orphans } from '@no-orphans/vitest-plugin'
import { expect } from 'vitest'
import { defineConfig } from 'vitest/config'
import '@no-orphans/vitest-plugin/matchers'
export default defineConfig({ plugins: [noOrphans({ mode: 'warn', settle: 500 }), noOrphansByDefault()] })
export async function use(): Promise<void> {
  orphans.allow({ kind: 'interval', reason: 'a test' })
  const value: number = orphans.shared(() => 1)
  await expect(() => value).toLeaveNoOrphans()
  await expect(() => value).not.toLeaveNoOrphans({ settle: 500 })
  // @ts-expect-error a rule needs a reason
  orphans.allow({ kind: 'interval' })
  // @ts-expect-error there is no such mode
  noOrphans({ mode: 'quiet' })
}
`,
  'jest-env': `
import { expect } from '@jest/globals'
import OrphansEnvironment, { orphans, withOrphans } from '@no-orphans/jest-env'
import OrphansInDom from '@no-orphans/jest-env/jsdom'
import { TestEnvironment } from 'jest-environment-node'
import '@no-orphans/jest-env/matchers'
export class Mine extends withOrphans(TestEnvironment) {}
export class Extended extends OrphansEnvironment {}
export class ExtendedInDom extends OrphansInDom {}
export async function use(): Promise<void> {
  orphans.allow({ kind: 'interval', reason: 'a test' })
  const value: number = orphans.shared(() => 1)
  await expect(() => value).toLeaveNoOrphans()
  await expect(() => value).not.toLeaveNoOrphans({ settle: 500 })
  // @ts-expect-error a rule needs a reason
  orphans.allow({ kind: 'interval' })
}
`,
}

/** With @types/jest the matcher is on the global expect. */
const globalExpect = `
/// <reference types="jest" />
import '@no-orphans/jest-env/matchers'
export const use = (): Promise<void> => expect(() => {}).toLeaveNoOrphans({ settle: 500 })
`

/** The last is what TypeScript 5 does where a CommonJS project says nothing, as many with ts-jest do. */
const resolutions: Record<string, { compilerOptions: object; include: string[] }> = {
  nodenext: { compilerOptions: { module: 'nodenext' }, include: ['*.mts', '*.cts'] },
  bundler: { compilerOptions: { module: 'esnext', moduleResolution: 'bundler' }, include: ['*.mts', '*.cts'] },
  default: { compilerOptions: { module: 'commonjs' }, include: ['*.cts'] },
}

const compilers = { 'TypeScript 7': 'vitest-5', 'TypeScript 5.9': 'jest-30' }

describe.each(names)('@no-orphans/%s', (name) => {
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(join(await install(name), 'types-'))
    const entries = published[name].entries.map(
      (entry, i) => `import * as entry${i} from '@no-orphans/${name}${entry}'`,
    )
    const list = published[name].entries.map((_, i) => `entry${i}`).join(', ')
    for (const format of ['cts', 'mts']) {
      await writeFile(join(dir, `use.${format}`), uses[name])
      if (name === 'jest-env') await writeFile(join(dir, `global.${format}`), globalExpect.trimStart())
      await writeFile(join(dir, `entries.${format}`), `${entries.join('\n')}\nexport const all = [${list}]\n`)
    }
    const compilerOptions = {
      noEmit: true,
      strict: true,
      target: 'es2022',
      lib: ['es2023', 'esnext.disposable'],
      types: ['node'],
      // Only what the packages themselves declare is ours to keep right; Vitest's and Jest's own types are theirs.
      skipLibCheck: name !== 'core',
    }
    for (const [file, resolution] of Object.entries(resolutions)) {
      const config = { ...resolution, compilerOptions: { ...compilerOptions, ...resolution.compilerOptions } }
      await writeFile(join(dir, `${file}.json`), JSON.stringify(config))
    }
  })

  afterAll(() => rm(dir, { recursive: true, force: true }))

  const check = async (labName: string, config: string): Promise<void> => {
    const tsc = join(await lab(labName), 'node_modules/typescript/bin/tsc')
    const { code, stdout } = await runIn(dir, process.execPath, [tsc, '-p', `${config}.json`])
    expect({ config, code, stdout }).toEqual({ config, code: 0, stdout: '' })
  }

  test.each(Object.entries(compilers))(
    '%s finds the types right, in ES modules and in CommonJS',
    async (_, labName) => {
      for (const config of ['nodenext', 'bundler']) await check(labName, config)
    },
  )

  // Vite's own types cannot be found so.
  if (name !== 'vitest-plugin') {
    test('TypeScript 5.9 finds them where it does not read "exports"', () => check('jest-30', 'default'))
  }
})

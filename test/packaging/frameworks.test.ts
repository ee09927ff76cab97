import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { command, copyFixture, nodes, runIn, unhurried } from '../../scripts/lab.mjs'

async function project(files: Record<string, string>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'project-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text)
  return dir
}

const leak = (open: string) => `${open}
test('clean', () => {})
test('leaky', () => { setInterval(() => {}, 5000) })
`

describe.each(['jest-30', 'jest-29'])('%s', (lab) => {
  test.each([
    [
      'CommonJS',
      'a.test.js',
      "const { orphans } = require('@no-orphans/jest-env')\nconst core = require('@no-orphans/core')",
    ],
    [
      'ES modules',
      'a.test.mjs',
      "import { orphans } from '@no-orphans/jest-env'\nimport * as core from '@no-orphans/core'",
    ],
  ])('takes the environment by its name, and its tests load the packages: %s', async (_, file, open) => {
    const check =
      "test('loaded', () => { expect(typeof orphans.allow + typeof core.findOrphans).toBe('functionfunction') })"
    const dir = await copyFixture(
      lab,
      await project({
        'package.json': JSON.stringify({
          name: 'a-project',
          jest: { testEnvironment: '@no-orphans/jest-env', testMatch: ['**/*.test.*'], transform: {} },
        }),
        [file]: `${leak(open)}${check}\n`,
      }),
    )
    const args = ['--experimental-vm-modules', await command(lab), '--verbose', ...unhurried.jest]
    const { code, stderr } = await runIn(dir, (await nodes())[20], args)
    expect(stderr).toContain('✓ clean')
    expect(stderr).toContain('✕ leaky')
    expect(stderr).toContain('✓ loaded')
    expect(stderr).toContain('interval every 5000 ms')
    expect(code).toBe(1)
  })
})

describe.each([
  ['vitest-5', 22],
  ['vitest-4', 20],
] as const)('%s', (lab, version) => {
  const config = 'module.exports = { plugins: [noOrphans()], test: { globals: true } }'
  test.each([
    [
      'import',
      'vitest.config.mjs',
      "import { noOrphans } from '@no-orphans/vitest-plugin'\nexport default { plugins: [noOrphans()], test: { globals: true } }",
    ],
    ['require', 'vitest.config.cjs', `const { noOrphans } = require('@no-orphans/vitest-plugin')\n${config}`],
    [
      'setup file',
      'vitest.config.mjs',
      "export default { test: { globals: true, setupFiles: ['@no-orphans/vitest-plugin/setup'] } }",
    ],
  ])('takes the plugin by %s', async (_, file, text) => {
    const dir = await copyFixture(
      lab,
      await project({
        'package.json': '{ "name": "a-project" }',
        [file]: text,
        'a.test.ts': leak("import { findOrphans } from '@no-orphans/core'\nvoid findOrphans"),
      }),
    )
    const { code, stdout, stderr } = await runIn(dir, (await nodes())[version], [
      await command(lab),
      'run',
      '--reporter=verbose',
      ...unhurried.vitest,
    ])
    expect(stdout).toMatch(/✓ a\.test\.ts > clean/)
    expect(stdout).toMatch(/× a\.test\.ts > leaky/)
    expect(stderr).toContain('interval every 5000 ms')
    expect(code).toBe(1)
  })
})

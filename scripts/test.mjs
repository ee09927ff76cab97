/*
 * Everything that must be green: lint, types, tests. Ends with one line that counts the tests.
 * `node scripts/test.mjs [--project unit|e2e|packaging] [file filters]` runs a part of the tests only.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './run.mjs'
import { setUp } from './setup.mjs'
import { runTests } from './vitest-run.mjs'

const filters = process.argv.slice(2)

const reasons = []
try {
  await setUp()
} catch (error) {
  reasons.push(error.message)
}
if (filters.length === 0) {
  check('biome', '@biomejs/biome/bin/biome', 'ci', '.')
  check('tsc', 'typescript/bin/tsc', '-b')
}
const { green, ended, passed, failed } = await runTests(filters, { shown: true })
if (!green) reasons.push(`Vitest ended with ${ended}`)
if (reasons.length > 0) process.exitCode = 1
for (const reason of reasons) console.log(`\nnot green: ${reason}`)
console.log(`\n${passed} passed, ${failed} failed`)

function check(name, file, ...args) {
  const { status, signal } = spawnSync(process.execPath, [join(root, 'node_modules', file), ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) reasons.push(`${name} ended with ${signal ?? `exit code ${status}`}`)
}

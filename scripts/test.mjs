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

function program(file, ...args) {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', file), ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  return status === 0
}

let ok = true
try {
  await setUp()
} catch (error) {
  console.error(error.message)
  ok = false
}
if (filters.length === 0) {
  ok = program('@biomejs/biome/bin/biome', 'ci', '.') && ok
  ok = program('typescript/bin/tsc', '-b') && ok
}
const { green, passed, failed } = await runTests(filters, { shown: true })
if (!ok || !green) {
  process.exitCode = 1
  if (failed === 0) console.log('\nnot green: see above what failed beside the tests')
}
console.log(`\n${passed} passed, ${failed} failed`)

/*
 * Everything that must be green: lint, types, tests. Ends with one line that counts the tests.
 * `node scripts/test.mjs [--project unit|e2e|packaging] [file filters]` runs a part of the tests only.
 */
import { spawnSync } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './run.mjs'
import { setUp } from './setup.mjs'

const filters = process.argv.slice(2)
const report = join(root, 'node_modules/.cache/no-orphans/tests.json')

function program(file, ...args) {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', file), ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  return status === 0
}

async function runTests() {
  await mkdir(join(report, '..'), { recursive: true })
  await rm(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const green = program('vitest/vitest.mjs', 'run', ...reporters, ...filters)
  const text = await readFile(report, 'utf8').catch(() => undefined)
  if (text === undefined) return { green, passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(text)
  // A file that could not even be loaded has no test to count.
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  return { green, passed: numPassedTests, failed: numFailedTests + broken }
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
const { green, passed, failed } = await runTests()
if (!ok || !green) {
  process.exitCode = 1
  if (failed === 0) console.log('\nnot green: see above what failed beside the tests')
}
console.log(`\n${passed} passed, ${failed} failed`)

/*
 * The end-to-end tests on every pair of Node and framework that is supported, and one table.
 * `node scripts/matrix.mjs [vitest-5@24 jest-30@26 ...]` runs those pairs only.
 */
import { allPairs, frameworkOf, nameOf, parsePairs } from './pairs.mjs'
import { setUp } from './setup.mjs'
import { runTests } from './vitest-run.mjs'

// Those that run on the pairs of both frameworks, beside those of each framework.
const both = ['field', 'gate', 'patterns', 'usual-project']

const names = process.argv.slice(2)
const chosen = names.length > 0 ? parsePairs(names) : allPairs()
const results = new Map()

// What does not type-check may still run; that it must is for `npm test` to say.
await setUp().catch((error) => console.error(error.message))
for (const pair of chosen) {
  const name = nameOf(pair)
  const folders = [frameworkOf(pair), ...both].map((suite) => `test/e2e/${suite}/`)
  const result = await runTests(['--project=e2e', ...folders], { env: { NO_ORPHANS_PAIRS: name } })
  results.set(name, result)
  console.log(
    `${name}: ${result.passed} passed, ${result.failed} failed, ended with ${result.ended} (${result.seconds} s)`,
  )
  for (const failure of result.failures) console.log(`  ${failure}`)
}
console.log(`\n${table()}`)
if ([...results.values()].some(({ green }) => !green)) process.exitCode = 1

function table() {
  const labs = [...new Set(allPairs().map(({ lab }) => lab))]
  const versions = [...new Set(allPairs().map(({ node }) => node))].sort()
  const rows = versions.map((node) => [`Node ${node}`, ...labs.map((lab) => cell({ lab, node }))])
  return [['', ...labs], labs.map(() => '---').concat('---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

function cell(pair) {
  if (!allPairs().some((each) => nameOf(each) === nameOf(pair))) return 'not supported'
  const result = results.get(nameOf(pair))
  if (!result) return 'not run'
  return result.failed > 0 ? `${result.passed} passed, **${result.failed} failed**` : `${result.passed} passed`
}

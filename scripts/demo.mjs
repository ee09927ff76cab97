/*
 * Runs the leaky project in fixtures/demo under Vitest and under Jest with no-orphans on, and shows what a person gets.
 * Exits 0 if the expected tests, and only those, failed.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { command, copyFixture, runIn } from './lab.mjs'

const leaky = [
  'asks for ever',
  'listens on a port',
  // What a package opened in passing has until the end of its file, so it is the file that fails and names this test.
  'counts from zero',
]

// Vitest 5 wants a newer Node than the oldest one that we support.
const vitest = Number(process.versions.node.split('.')[0]) >= 22 ? 'vitest-5' : 'vitest-4'
const runs = [
  { title: 'Vitest', lab: vitest, fixture: 'demo/vitest', args: ['run', '--reporter=default', '--reporter=json'] },
  { title: 'Jest', lab: 'jest-30', fixture: 'demo/jest', args: ['--json'] },
]

async function run({ title, lab, fixture, args }) {
  const dir = await copyFixture(lab, fixture)
  const result = join(dir, 'result.json')
  const output = lab.startsWith('vitest') ? `--outputFile.json=${result}` : `--outputFile=${result}`
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1', NO_COLOR: '' } : {}
  const { code, stdout, stderr } = await runIn(dir, process.execPath, [await command(lab), ...args, output], colour)
  // Jest prints its report on stderr, and the JSON on stdout as well.
  const shown = lab.startsWith('vitest') ? `${stdout}${stderr}` : stderr
  console.log(`\n===== ${title} =====\n\n${shown.trim()}`)
  const { testResults } = JSON.parse(await readFile(result, 'utf8'))
  return { title, code, failed: failures(testResults) }
}

/** The tests that failed, and the tests named by the files that failed. */
function failures(files) {
  const failed = files.flatMap((file) => file.assertionResults.filter((test) => test.status === 'failed'))
  const named = files.flatMap((file) =>
    [...(file.message ?? '').matchAll(/in the test (.*)$/gm)].map((match) => match[1]),
  )
  return [...new Set([...failed.map((test) => test.title), ...named])].sort()
}

const results = []
for (const each of runs) results.push(await run(each))

const expected = [...leaky].sort()
const wrong = results.filter(({ code, failed }) => code === 0 || failed.join() !== expected.join())
for (const { title, failed, code } of wrong) {
  console.log(`\n${title} exited ${code}; failed were: ${failed.join(', ') || 'none'}`)
}
console.log(
  `\nExpected to fail for what they left running, under Vitest and under Jest: ${expected.map((name) => `"${name}"`).join(', ')}, and no other. ${wrong.length === 0 ? 'So it was.' : 'It was not so.'}`,
)
process.exitCode = wrong.length === 0 ? 0 : 1

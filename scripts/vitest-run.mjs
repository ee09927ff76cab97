import { spawn } from 'node:child_process'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from './run.mjs'

/**
 * One run of our own tests. What they, and the runs that they start, leave in the system's temporary directory goes with it.
 * @param {string[]} args for Vitest
 * @param {{ env?: Record<string, string>, shown?: boolean }} [options] shown writes what Vitest writes; else what it says of a
 * red run without a red test is among the failures
 * @returns {Promise<{ passed: number, failed: number, skipped: number, green: boolean, ended: string, seconds: number, failures: string[] }>}
 *   ended says how Vitest itself did: it may be red though no test is
 */
export async function runTests(args, { env = {}, shown = false } = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'no-orphans-run-'))
  const report = join(directory, 'report.json')
  const reporters = ['--reporter=json', `--outputFile.json=${report}`, '--reporter=default']
  // A file: what a test left may outlive the run and would hold a pipe open.
  const errors = await open(join(directory, 'errors.txt'), 'w')
  const start = Date.now()
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...args], {
    cwd: root,
    stdio: shown ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'ignore', errors.fd],
    env: { ...process.env, TMPDIR: directory, TEMP: directory, TMP: directory, ...env },
  })
  const [code, signal] = await new Promise((resolve, reject) =>
    child.on('error', reject).on('close', (...how) => resolve(how)),
  )
  const seconds = Math.round((Date.now() - start) / 1000)
  const text = await readFile(report, 'utf8').catch(() => undefined)
  const said = stripVTControlCharacters(await readFile(join(directory, 'errors.txt'), 'utf8')).trim()
  await errors.close()
  await rm(directory, { recursive: true, force: true, maxRetries: 3 })
  const ended = signal ?? `exit code ${code}`
  const counts = text === undefined ? { passed: 0, failed: 1, skipped: 0, failures: [] } : countsOf(JSON.parse(text))
  const green = code === 0 && text !== undefined
  if (!green && counts.failures.length === 0) counts.failures.push(`no test failed; Vitest said:\n${indent(said)}`)
  return { ...counts, green, ended, seconds }
}

function countsOf({ numPassedTests, numFailedTests, numPendingTests, testResults }) {
  // A file that could not even be loaded has no test to count.
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  const failed = testResults.flatMap((file) => file.assertionResults.filter(({ status }) => status === 'failed'))
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests,
    failures: [
      ...broken.map((file) => `${file.name}\n${indent(file.message)}`),
      ...failed.map((test) => `${test.fullName}\n${indent(test.failureMessages.join('\n'))}`),
    ],
  }
}

// Whole: what failed once in a hundred runs may not do so again.
const indent = (text) => text.replace(/^/gm, '    ')

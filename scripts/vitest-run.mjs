import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './run.mjs'

/**
 * One run of our own tests.
 * @param {string[]} args for Vitest
 * @param {Record<string, string>} [env]
 * @returns {Promise<{ passed: number, failed: number, skipped: number, green: boolean, seconds: number, failures: string[] }>}
 */
export async function runTests(args, env = {}) {
  const report = join(root, `node_modules/.cache/no-orphans/run-${randomUUID()}.json`)
  await mkdir(join(report, '..'), { recursive: true })
  const start = Date.now()
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', '--reporter=json', `--outputFile=${report}`, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  })
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  const seconds = Math.round((Date.now() - start) / 1000)
  const text = await readFile(report, 'utf8').catch(() => undefined)
  await rm(report, { force: true })
  if (text === undefined) return { passed: 0, failed: 1, skipped: 0, green: false, seconds, failures: ['no result'] }
  return { ...countsOf(JSON.parse(text)), green: code === 0, seconds }
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

const indent = (text) => text.slice(0, 3000).replace(/^/gm, '    ')

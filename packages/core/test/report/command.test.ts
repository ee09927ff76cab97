import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { main } from '../../src/command/main.js'
import { renderReport } from '../../src/report/files.js'
import { toolVersion } from '../../src/report/version.js'
import { useBuild } from '../project.js'
import { sample } from './sample.js'

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'no-orphans-test-'))
  writeFileSync(join(cwd, 'orphans.json'), renderReport(sample()))
})

async function run(args: string[], env: NodeJS.ProcessEnv = {}) {
  const out = { stdout: '', stderr: '' }
  const stream = (name: keyof typeof out) =>
    ({
      write(text: string) {
        out[name] += text
        return true
      },
    }) as NodeJS.WriteStream
  const code = await main(args, { stdout: stream('stdout'), stderr: stream('stderr'), env, cwd })
  return { code, ...out }
}

describe('gate', () => {
  test('fails, names the lines, and gives 1', async () => {
    const { code, stdout } = await run(['gate', 'orphans.json'])
    expect(code).toBe(1)
    expect(stdout).toContain('gate failed: 5 new orphans, 1 known')
  })

  test('passes up to a maximum', async () => {
    expect((await run(['gate', 'orphans.json', '--max', '5'])).code).toBe(0)
    expect((await run(['gate', 'orphans.json', '--max', '4'])).code).toBe(1)
  })

  test('passes by a baseline that lists all, and fails for what is gone in CI', async () => {
    expect((await run(['baseline', 'orphans.json', '-o', 'b.json'])).code).toBe(0)
    expect((await run(['gate', 'orphans.json', '--baseline', 'b.json'])).code).toBe(0)
    const more = readFileSync(join(cwd, 'b.json'), 'utf8').replace('"count":1', '"count":9')
    writeFileSync(join(cwd, 'b.json'), more)
    expect((await run(['gate', 'orphans.json', '--baseline', 'b.json'])).code).toBe(0)
    expect((await run(['gate', 'orphans.json', '--baseline', 'b.json'], { CI: 'true' })).code).toBe(1)
    expect((await run(['gate', 'orphans.json', '--baseline', 'b.json', '--ratchet'])).stdout).toMatch(
      /known orphans? gone/,
    )
    const lenient = await run(['gate', 'orphans.json', '--baseline', 'b.json', '--no-ratchet'], { CI: 'true' })
    expect(lenient.code).toBe(0)
  })

  test('github appends a step summary', async () => {
    const file = join(cwd, 'summary.md')
    await run(['gate', 'orphans.json', '--format', 'github'], { GITHUB_STEP_SUMMARY: file })
    expect(readFileSync(file, 'utf8')).toContain('### ❌ no-orphans failed: 5 new orphans')
  })

  test('writes to a file', async () => {
    const { stdout, stderr } = await run(['gate', 'orphans.json', '--format', 'sarif', '-o', 'out/orphans.sarif'])
    expect([stdout, stderr]).toEqual(['', 'failed: 5 new orphans, 1 known\n'])
    expect(JSON.parse(readFileSync(join(cwd, 'out/orphans.sarif'), 'utf8')).version).toBe('2.1.0')
  })
})

describe('bad use gives 2 and says what is wrong', () => {
  test.each([
    [[], /^$/],
    [['gat'], /there is no command 'gat', only gate, show/],
    [['gate'], /needs a report/],
    [['gate', 'a', 'b'], /takes one report, not 2/],
    [['gate', 'nope.json'], /there is no file .*nope\.json/],
    [['gate', 'orphans.json', '--format', 'xml'], /there is no format 'xml', only text, github/],
    [['gate', 'orphans.json', '--format', 'toString'], /there is no format/],
    [['gate', 'orphans.json', '--max', 'many'], /--max is a whole number, not 'many'/],
    [['gate', 'orphans.json', '--maxx', '1'], /Unknown option '--maxx'; see no-orphans gate --help/],
    [['gate', 'orphans.json', '--baseline', 'nope.json'], /there is no baseline .*nope\.json/],
    [['gate', 'foreign.json'], /foreign\.json is not a report of no-orphans/],
    [['gate', 'text.json'], /text\.json is not JSON/],
    [['gate', 'newer.json'], /is a report of version 2/],
    [['gate', 'damaged.json'], /is a damaged report: it has no orphans/],
    [['merge'], /needs reports/],
    [['merge', 'orphans.json', 'foreign.json'], /is not a report/],
    [['html', 'orphans.json', '-o', 'orphans.json/x.html'], /ENOTDIR|EEXIST/],
    [['why'], /needs a program behind --/],
  ])('%j', async (args, message) => {
    writeFileSync(join(cwd, 'foreign.json'), '{"totals":{}}')
    writeFileSync(join(cwd, 'text.json'), 'hello')
    writeFileSync(join(cwd, 'newer.json'), '{"format":"no-orphans-report","version":2}')
    writeFileSync(join(cwd, 'damaged.json'), '{"format":"no-orphans-report","version":1}')
    const { code, stderr } = await run(args)
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
  })
})

test('every command has help, and asking for it is no error', async () => {
  const { code, stdout } = await run(['--help'])
  expect(code).toBe(0)
  const names = [...stdout.matchAll(/^ {2}no-orphans (\w+) {2,}/gm)].map(([, name]) => name as string)
  expect(names).toEqual(['gate', 'show', 'html', 'merge', 'baseline', 'why'])
  for (const name of names) {
    const help = await run([name, '--help'])
    expect([help.code, help.stdout]).toEqual([0, expect.stringContaining(`no-orphans ${name} `)])
  }
})

test('show prints what the run printed', async () => {
  const { code, stdout } = await run(['show', 'orphans.json'])
  expect(code).toBe(0)
  expect(stdout).toContain('4x  interval every 1000 ms')
})

test('the version is the package’s', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(toolVersion).toBe(version)
  expect((await run(['--version'])).stdout.trim()).toBe(version)
})

describe('its output', () => {
  useBuild()

  const bin = join(import.meta.dirname, '../../dist/esm/bin.js')

  test.each([
    ['read to its end', true],
    ['not read to its end, as by head', false],
  ])('%s', async (_, isRead) => {
    const child = spawn(process.execPath, [bin, 'gate', 'orphans.json', '--format', 'json'], { cwd })
    let said = ''
    child.stderr.on('data', (data) => {
      said += data
    })
    if (isRead) child.stdout.resume()
    else child.stdout.destroy()
    expect(await once(child, 'close')).toEqual([1, null])
    expect(said).toBe('')
  })
})

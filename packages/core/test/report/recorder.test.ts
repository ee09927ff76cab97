import { once } from 'node:events'
import { appendFileSync, existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runInThisContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { engine, type Options, resolveOptions } from '../../src/adapter.js'
import { renderBaseline } from '../../src/report/baseline.js'
import { Run } from '../../src/report/run.js'
import { folderOfRun, runVariable } from '../../src/report/run-folder.js'
import { toEntries } from '../../src/report/verdicts.js'

/* A worker and the main process of a run, both in this process. */

const { FileWatch, adoptFormatter, recorder, setFramework } = engine()
adoptFormatter(Error.prepareStackTrace as never)
const path = join(import.meta.dirname, 'recorder.test.ts')
let root: string
let run: Run

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'no-orphans-test-'))
  run = new Run(root)
  run.begin()
})
afterEach(() => run.dispose())

function open(given: Options = {}) {
  const options = resolveOptions({ report: 'orphans.json', settle: 0, ratchet: true, ...given })
  return new FileWatch(path, options, recorder(path, options))
}

const finish = (partial: string[] = []) =>
  run.finish({ runner: { name: 'vitest', version: '5' }, files: [{ file: path }], tests: [], partial })

let ran = 0

function leak(): void {
  setInterval(() => ran++, 5)
}

/** However busy the machine is: what was left has run so often since. */
function untilRan(times: number): Promise<boolean> {
  ran = 0
  return vi.waitUntil(() => ran >= times, { interval: 5, timeout: 30_000 })
}

test('what a file left is in the report, with its lifetime', async () => {
  const file = open()
  const first = file.test('leaves one')
  first.run(leak)
  await sleep(40)
  expect((await first.end())?.error).toBeDefined()
  await file.end()
  await file.close()
  const { report, lines, failures } = await finish()
  expect(report.orphans).toMatchObject([{ verdict: 'orphan', line: 'setInterval(() => ran++, 5)', function: 'leak' }])
  expect(report.files).toMatchObject([{ status: 'watched' }])
  const resource = report.timeline?.resources.find(({ kind }) => kind === 'interval')
  expect(resource).toMatchObject({ verdict: 'orphan', test: 0, file: 0 })
  expect(resource!.end! - resource!.start).toBeGreaterThan(30)
  expect(lines[0]).toMatch(/^no-orphans {2}1 orphan in 1 of 0 tests$/)
  expect(failures).toEqual([])
  expect(existsSync(join(root, 'orphans.json'))).toBe(true)
  expect(readdirSync(root)).toEqual(['orphans.json'])
})

test('a report that cannot be written fails the run, and what was found is still said', async () => {
  writeFileSync(join(root, 'a-file'), '')
  const file = open({ report: 'a-file/orphans.json' })
  const first = file.test('leaves one')
  first.run(leak)
  await first.end()
  await file.end()
  await file.close()
  const { lines, failures } = await finish()
  expect(lines[0]).toMatch(/^no-orphans {2}1 orphan /)
  expect(failures).toEqual([expect.stringMatching(/^cannot write .*a-file.orphans\.json: E[A-Z]+: [\w ]+$/)])
})

test('what is closed after the verdict, by somebody else, was released later', async () => {
  const file = open({ reclaim: false })
  const first = file.test('opens')
  const server = await first.run(
    () =>
      new Promise<ReturnType<typeof createServer>>((resolve) => {
        const made = createServer().listen(0, () => resolve(made))
      }),
  )
  await first.end()
  server.close()
  await file.end()
  await file.close()
  const { report } = await finish()
  expect(report.totals).toMatchObject({ orphans: 0, released: 1 })
})

describe('what the runner sets in the scope of a test after its verdict, such as its own timers,', () => {
  const setByRunner: typeof setTimeout = runInThisContext('(...args) => setTimeout(...args)', {
    filename: '/runner.js',
  })
  const none = { name: 'none', version: '', root: '/', isRunner: () => false, isTransparent: () => false }
  beforeEach(() => setFramework({ ...none, isRunner: (name) => name === '/runner.js' }))
  afterEach(() => setFramework(none))

  test('is no link of a chain: the leak that was closed was released', async () => {
    const file = open({ reclaim: false })
    const first = file.test('opens')
    const server = await first.run(async () => {
      const made = createServer().listen(0)
      await once(made, 'listening')
      return made
    })
    await first.end()
    const timer = first.run(() => setByRunner(() => {}, 60_000))
    server.close()
    await file.end()
    await file.close()
    clearTimeout(timer)
    const { report } = await finish()
    expect(report.totals).toMatchObject({ orphans: 0, released: 1 })
  })

  test.each([
    ['disturbs nobody', setByRunner, undefined],
    [
      'does, in the twin, where the leak set it',
      setTimeout,
      expect.stringMatching(/left by the test 'leaks' at .*, ran once\n$/),
    ],
  ])('%s', async (_, set, note) => {
    const file = open()
    const first = file.test('leaks')
    first.run(() => setInterval(() => {}, 60_000))
    await first.end()
    const second = file.test('runs')
    await new Promise<void>((resolve) => first.run(() => set(resolve, 1)))
    await second.end()
    expect(second.note()).toEqual(note)
    await file.end()
    await file.close()
  })
})

test('what makes the next of its kind before it ends, as the frames of jsdom do, was not released', async () => {
  const file = open({ reclaim: false })
  const first = file.test('animates')
  const frame = () => {
    ran++
    clearInterval(next)
    next = setInterval(frame, 1000 / 60)
  }
  let next = first.run(() => setInterval(frame, 1000 / 60))
  await first.end()
  await untilRan(2)
  await file.end()
  await file.close()
  clearInterval(next)
  const { report } = await finish()
  expect(report.totals).toMatchObject({ orphans: 1, released: 0 })
  expect(report.orphans).toMatchObject([{ verdict: 'orphan', description: 'interval every 16.7 ms' }])
})

test('a worker that dies leaves what it knew, and half a line does no harm', async () => {
  const file = open()
  const first = file.test('leaves one')
  first.run(leak)
  await first.end()
  const folder = folderOfRun() as string
  const [name] = readdirSync(folder).filter((each) => each.endsWith('.ndjson'))
  appendFileSync(join(folder, name as string), '{"t":"judged","id":9,"orph')
  const { report } = await finish()
  expect(report.files).toMatchObject([{ status: 'crashed' }])
  expect(report.orphans).toHaveLength(1)
  expect(report.partial).toEqual(['a worker crashed'])
  await file.close()
})

test('an orphan that runs during a later test has disturbed it', async () => {
  const file = open()
  const first = file.test('leaves one')
  first.run(leak)
  await first.end()
  const second = file.test('comes later')
  await second.run(() => untilRan(3))
  await second.end()
  expect(second.note()).toMatch(/interval every 5 ms, left by the test 'leaves one' at .*:\d+:\d+, ran \d+ times/)
  expect(first.note()).toBeUndefined()
  await file.end()
  await file.close()
  const { report } = await finish()
  expect(report.orphans[0]?.disturbed).toMatchObject([{ test: 'comes later' }])
})

test('a poll loop is one leak, and disturbs by what it makes next', async () => {
  const file = open()
  const first = file.test('polls')
  let on = true
  first.run(() => {
    const poll = (): unknown => {
      ran++
      return on && setTimeout(poll, 5)
    }
    poll()
  })
  await first.end()
  const second = file.test('comes later')
  await second.run(() => untilRan(3))
  expect(await second.end()).toBeUndefined()
  expect(second.note()).toMatch(/left by the test 'polls' .*, ran \d+ times/)
  on = false
  await file.end()
  await file.close()
})

test('a known orphan passes; NO_ORPHANS_UPDATE writes what there is', async () => {
  const once = async (given: Options) => {
    run.begin()
    const file = open({ baseline: 'b.json', ...given })
    const first = file.test('leaves one')
    first.run(leak)
    const verdict = await first.end()
    await file.end()
    await file.close()
    return { failed: verdict?.error !== undefined, ...(await finish()) }
  }
  const before = await once({})
  expect(before.failed).toBe(true)
  process.env.NO_ORPHANS_UPDATE = '1'
  const update = await once({})
  delete process.env.NO_ORPHANS_UPDATE
  expect([update.failed, update.failures, update.lines.at(-1)]).toEqual([
    false,
    [],
    'b.json was written: 1 known orphan',
  ])
  const after = await once({})
  expect([after.failed, after.failures, after.report.totals.known]).toEqual([false, [], 1])
  const [entry] = toEntries(after.report.orphans)
  writeFileSync(join(root, 'b.json'), renderBaseline([{ ...entry!, count: 3 }]))
  expect((await once({})).failures[0]).toMatch(/2 known orphans in b\.json are gone and must not come back; remove:/)
  expect((await once({ ratchet: false })).failures).toEqual([])
})

test('a baseline that is none stops a file before it begins', () => {
  writeFileSync(join(root, 'b.json'), '[]')
  expect(() => open({ baseline: 'b.json' })).toThrow('b.json is not a baseline of no-orphans')
})

test('a run inside a test is not of the run around it', () => {
  process.env[runVariable] = join(tmpdir(), 'no-orphans-run-1-abcdef')
  expect(folderOfRun()).toBeUndefined()
})

/* The user's line is found behind a library's frames, and where a scope makes very many the user's own line stays. */
import { setMaxListeners } from 'node:events'

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scheduler } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { findOrphans } from '../src/index.js'

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'no-orphans-depth-')))
const library = join(directory, 'node_modules/deep-library')
mkdirSync(library, { recursive: true })
writeFileSync(join(library, 'package.json'), '{ "name": "deep-library", "version": "1.0.0" }')
writeFileSync(
  join(library, 'index.js'),
  'exports.deep = (frames, work) => frames === 0 ? work() : exports.deep(frames - 1, work)\n' +
    'exports.start = (frames) => exports.deep(frames, () => setTimeout(() => {}, 60_000))',
)
afterAll(() => rmSync(directory, { recursive: true }))

const { start } = createRequire(import.meta.url)(library) as { start(frames: number): NodeJS.Timeout }

test.each([2, 8, 15])('a timer of a library, %i calls below the user’s, names both lines', async (frames) => {
  const found = await findOrphans(() => start(frames), { reclaim: 'test' })
  expect(found).toMatchObject([
    { package: 'deep-library', creator: { file: join(library, 'index.js') }, origin: { file: import.meta.filename } },
  ])
})

test('the thousandth timer of a block names its line as the first one does', async () => {
  const found = await findOrphans(
    () => {
      for (let i = 0; i < 1000; i++) setTimeout(() => {}, 60_000)
    },
    { reclaim: 'test' },
  )
  expect(found).toMatchObject([{ count: 1000, origin: { file: import.meta.filename } }])
})

test('the thousandth timer that one line has a library set names that line too', async () => {
  const found = await findOrphans(
    () => {
      for (let i = 0; i < 1000; i++) start(8)
    },
    { reclaim: 'test' },
  )
  expect(found).toMatchObject([{ count: 1000, package: 'deep-library', origin: { file: import.meta.filename } }])
})

test('where lines differ, a stack that was cut short names none of them', async () => {
  const found = await findOrphans(
    () => {
      for (let i = 0; i < 4; i++) start(8)
      for (let i = 0; i < 4; i++) start(8)
      start(8)
    },
    { reclaim: 'test' },
  )
  const counts = found.map(({ count, origin }) => [count, origin?.file])
  expect(counts).toEqual([
    [4, import.meta.filename],
    [4, import.meta.filename],
    [1, undefined],
  ])
})

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('the thousandth timer in a promise of a helper’s names who called the helper', async () => {
  const found = await findOrphans(
    function waits() {
      for (let i = 0; i < 1000; i++) void sleep(60_000)
    },
    { reclaim: 'test' },
  )
  expect(found).toMatchObject([{ count: 1000 }])
  expect(found[0]?.stack.map((frame) => frame.function)).toContain('waits')
})

test('where its callers differ, none of them is named for one that was cut short', async () => {
  const timers: NodeJS.Timeout[] = []
  const wait = () => new Promise((resolve) => timers.push(setTimeout(resolve, 60_000)))
  const deeper = () => wait()
  const here = () => void deeper()
  const there = () => void deeper()
  const found = await findOrphans(
    () => {
      for (let i = 0; i < 4; i++) here()
      for (let i = 0; i < 4; i++) there()
      for (const timer of timers) clearTimeout(timer)
      there()
    },
    { reclaim: 'test' },
  )
  expect(found).toMatchObject([{ count: 1, origin: { file: import.meta.filename } }])
  const functions = found[0]?.stack.map((frame) => frame.function)
  expect(functions).not.toContain('here')
  expect(functions).not.toContain('there')
})

test('so does the thousandth of timers/promises, on whatever Node', async () => {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  const found = await findOrphans(() => {
    for (let i = 0; i < 1000; i++) scheduler.wait(60_000, { signal: controller.signal }).catch(() => {})
  })
  controller.abort()
  expect(found).toMatchObject([{ count: 1000, origin: { file: import.meta.filename } }])
})

test('a timer of a library that is cleared is nobody’s orphan, however deep', async () => {
  expect(await findOrphans(() => clearTimeout(start(15)))).toEqual([])
})

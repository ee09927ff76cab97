import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStore } from '../src/store.js'

let dir
let store

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'store-'))
  store = createStore(join(dir, 'items'))
})

afterEach(async () => {
  await rm(dir, { recursive: true, force: true })
})

test('has nothing at first', async () => {
  expect(await store.ids()).toEqual([])
  expect(await store.load('a')).toBeUndefined()
})

test.each(Array.from({ length: 20 }, (_, index) => index + 1))('saves and loads %i', async (count) => {
  for (let index = 0; index < count; index++) await store.save(`item/${index}`, { index })
  expect(await store.ids()).toHaveLength(count)
  expect(await store.load('item/0')).toEqual({ index: 0 })
})

test('removes', async () => {
  await store.save('a', {})
  await store.remove('a')
  expect(await store.load('a')).toBeUndefined()
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../src/app.js'
import { createStore } from '../src/store.js'

let dir
let server
let url

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'app-'))
  server = createApp(createStore(dir))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${server.address().port}`
})

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await rm(dir, { recursive: true, force: true })
})

const put = (id, body) => fetch(`${url}/items/${id}`, { method: 'PUT', body })

test('answers 404', async () => {
  const response = await fetch(`${url}/nothing`)
  expect(response.status).toBe(404)
  expect(await response.json()).toEqual({ error: 'not found' })
})

test.each(Array.from({ length: 30 }, (_, index) => `item-${index}`))('keeps %s', async (id) => {
  const created = await put(id, JSON.stringify({ id, tags: ['a', 'b'] }))
  expect(created.status).toBe(201)
  await created.json()
  const response = await fetch(`${url}/items/${id}`)
  expect(await response.json()).toEqual({ id, tags: ['a', 'b'] })
})

test('lists', async () => {
  expect(await (await fetch(`${url}/items`)).json()).toContain('item-3')
})

test('says what is wrong', async () => {
  const response = await put('broken', '{')
  expect(response.status).toBe(400)
  expect((await response.json()).error).toMatch(/JSON/)
})

test('allows only what it knows', async () => {
  const response = await fetch(`${url}/items/1`, { method: 'DELETE' })
  expect(response.status).toBe(405)
  await response.text()
})

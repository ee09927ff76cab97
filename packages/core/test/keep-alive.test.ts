import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engine, resolveOptions } from '../src/adapter.js'

const { FileWatch } = engine()

const server = http.createServer((request, response) => {
  if (request.url !== '/never') response.end('ok')
})
const agent = new http.Agent({ keepAlive: true })
let url: string

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  agent.destroy()
  server.closeAllConnections()
  server.close()
})

function readToTheEnd(): Promise<void> {
  return new Promise((resolve) => {
    http.get(url, { agent }, (response) => response.resume().on('end', resolve))
  })
}

test('a request on a socket that is used again is blamed on who makes it, once, at its line', async () => {
  const file = new FileWatch(import.meta.filename, resolveOptions({}))
  const opens = file.test('opens the socket')
  await opens.run(readToTheEnd)
  expect(await opens.end()).toBeUndefined()

  const leaves = file.test('leaves a request')
  const { request } = leaves.run(() => ({ request: http.get(`${url}/never`, { agent }) }))
  request.on('error', () => {})
  await once(request, 'socket')

  const verdict = await leaves.end()
  const [orphan] = verdict?.error?.orphans ?? []
  expect(verdict?.error?.orphans).toHaveLength(1)
  expect(orphan?.kind).toBe('http-request')
  expect(orphan?.origin?.file).toBe(import.meta.filename)
  expect(orphan?.owner.name).toBe('leaves a request')
  expect((await file.end()).error).toBeUndefined()
  await file.close()
})

test('what is closed after the last verdict tells nobody, who would throw', async () => {
  const file = new FileWatch(import.meta.filename, resolveOptions({}))
  const leaves = file.test('leaves a request')
  const heard: unknown[] = []
  leaves.run(() => {
    const request = http.get(`${url}/never`, { agent: new http.Agent() })
    for (const event of ['error', 'close']) request.on(event, (error) => heard.push(error))
  })

  expect((await leaves.end())?.error?.orphans).toHaveLength(1)
  await file.close()
  expect(heard).toEqual([])
})

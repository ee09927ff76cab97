import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engine, resolveOptions } from '../src/adapter.js'
import { cert, key } from './conformance/certificate.mjs'

const { FileWatch } = engine()

const answer: http.RequestListener = (request, response) => {
  if (request.url !== '/never') response.end('ok')
}
const plain = {
  name: 'http',
  get: http.get,
  server: http.createServer(answer),
  agent: new http.Agent({ keepAlive: true }),
  url: '',
}
const secure = {
  name: 'https',
  get: https.get,
  server: https.createServer({ key, cert }, answer),
  agent: new https.Agent({ keepAlive: true, rejectUnauthorized: false }),
  url: '',
}

beforeAll(async () => {
  for (const way of [plain, secure]) {
    await once(way.server.listen(0, '127.0.0.1'), 'listening')
    way.url = `${way.name}://127.0.0.1:${(way.server.address() as AddressInfo).port}`
  }
})
afterAll(() => {
  for (const { agent, server } of [plain, secure]) {
    agent.destroy()
    server.closeAllConnections()
    server.close()
  }
})

test.for([plain, secure])(
  'a request on a socket of $name that is used again is blamed on who makes it, once, at its line',
  async ({ get, agent, url }) => {
    const file = new FileWatch(import.meta.filename, resolveOptions({}))
    const opens = file.test('opens the socket')
    await opens.run(
      () =>
        new Promise<void>((resolve) => {
          get(url, { agent }, (response) => response.resume().on('end', resolve))
        }),
    )
    expect(await opens.end()).toBeUndefined()

    const leaves = file.test('leaves a request')
    const { request } = leaves.run(() => ({ request: get(`${url}/never`, { agent }) }))
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
  },
)

test('what is closed after the last verdict tells nobody, who would throw', async () => {
  const file = new FileWatch(import.meta.filename, resolveOptions({}))
  const leaves = file.test('leaves a request')
  const heard: unknown[] = []
  leaves.run(() => {
    const request = http.get(`${plain.url}/never`, { agent: new http.Agent() })
    for (const event of ['error', 'close']) request.on(event, (error) => heard.push(error))
  })

  expect((await leaves.end())?.error?.orphans).toHaveLength(1)
  await file.close()
  expect(heard).toEqual([])
})

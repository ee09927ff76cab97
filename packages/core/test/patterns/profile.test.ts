import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { profile, profileHandler } from '@no-orphans/core'
import { afterEach, describe, expect, it } from 'vitest'

const nothing = () => {}
const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanUps.splice(0).reverse()) await clean()
})

function poll() {
  const timer = setInterval(nothing, 5000)
  cleanUps.push(() => clearInterval(timer))
  return timer
}

async function serve(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server = http.createServer(handler).listen(0, '127.0.0.1')
  cleanUps.push(() => server.close() && server.closeAllConnections())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function get(port: number, path: string, options: http.RequestOptions = {}) {
  const request = http.request({ port, path, host: '127.0.0.1', agent: false, ...options }).end()
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  let body = ''
  for await (const chunk of response.setEncoding('utf8')) body += chunk
  return { status: response.statusCode, type: response.headers['content-type'], body }
}

describe('profile', () => {
  it('counts by kind and creation stack, most first', () => {
    const handler = profileHandler()
    cleanUps.push(handler.stop)
    for (let i = 0; i < 3; i++) poll()
    poll().unref()
    const found = profile()
    expect(found.watched).toBe(true)
    expect(found.groups[0]).toMatchObject({ count: 3, kind: 'interval', unref: 0 })
    expect(found.groups[0]?.stack[0]).toMatchObject({ function: 'poll', file: import.meta.filename })
    expect(found.groups[1]).toMatchObject({ count: 1, unref: 1, descriptions: ['interval every 5000 ms'] })
    expect(found.total).toBe(4)
    expect(found.text()).toMatch(
      /^resource profile: total 4\n\n3 @ interval\n# {2}poll {2}.*profile\.test\.ts:\d+:\d+\n# {2}\(anonymous\) [\s\S]*\n\n1 @ interval \(1 unref\)\n/,
    )
    expect(found.text(2)).toMatch(/^resource profile: total 4\n\ninterval: interval every 5000 ms\n# {2}poll/)
  })

  it('says so where nobody watches', () => {
    poll()
    const found = profile()
    expect(found.watched).toBe(false)
    expect(found.groups.find((group) => group.kind === 'Timeout')?.count).toBeGreaterThan(0)
    expect(found.text()).toContain('nothing watches this process')
  })
})

describe('profileHandler', () => {
  it('answers this machine, as text or as data', async () => {
    const handler = profileHandler()
    cleanUps.push(handler.stop)
    const port = await serve(handler)
    poll()
    expect(await get(port, '/')).toMatchObject({ status: 200, type: 'text/plain; charset=utf-8' })
    expect((await get(port, '/')).body).toContain('1 @ interval\n#  poll')
    expect((await get(port, '/?debug=2')).body).toContain('interval: interval every 5000 ms\n#  poll')
    const { groups } = JSON.parse((await get(port, '/?format=json')).body)
    expect(groups).toContainEqual(expect.objectContaining({ kind: 'interval', count: 1 }))
    expect((await get(port, '/', { method: 'HEAD' })).body).toBe('')
    expect((await get(port, '/', { method: 'POST' })).status).toBe(405)
  })

  it('refuses who is not, or may not be, from this machine', async () => {
    const handler = profileHandler()
    cleanUps.push(handler.stop)
    const port = await serve((request, response) => {
      if (request.url === '/elsewhere') Object.defineProperty(request.socket, 'remoteAddress', { value: '10.0.0.7' })
      handler(request, response)
    })
    expect((await get(port, '/elsewhere')).status).toBe(403)
    expect((await get(port, '/', { headers: { 'x-forwarded-for': '10.0.0.7' } })).status).toBe(403)
    expect((await get(port, '/', { headers: { host: 'rebound.example' } })).status).toBe(403)
    expect((await get(port, '/', { headers: { host: `localhost:${port}` } })).status).toBe(200)
  })

  it('lets a function decide, and rejects anything else', async () => {
    const handler = profileHandler({ allow: (request) => request.headers.authorization === 'Bearer secret' })
    cleanUps.push(handler.stop)
    const port = await serve(handler)
    expect((await get(port, '/')).status).toBe(403)
    expect((await get(port, '/', { headers: { authorization: 'Bearer secret' } })).status).toBe(200)
    expect(() => profileHandler({ allow: 'all' as never })).toThrow('profileHandler().allow: "all" is not allowed')
  })
})

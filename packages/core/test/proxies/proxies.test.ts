/* Behind a proxy a request is one thing, though Node opens a tunnel for it first, which stays open for the next. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cert, key } from '../conformance/certificate.mjs'
import { useProject } from '../project.js'

const project = useProject(import.meta.dirname)

const answer: http.RequestListener = (request, response) => {
  if (!request.url?.includes('never')) response.end('ok')
}
const plain = http.createServer(answer)
const secure = https.createServer({ key, cert }, answer)
const proxy = http.createServer((request, response) => {
  const onward = http.get(request.url ?? '', (answered) => answered.pipe(response)).on('error', () => {})
  response.on('close', () => onward.destroy())
})
const tunnels = new Set<Duplex>()
let asked = () => {}
proxy.on('connect', ({ url }, client) => {
  const { hostname, port } = new URL(`http://${url}`)
  tunnels.add(client)
  asked()
  if (hostname === 'never.invalid') return
  const onward = connect(Number(port), hostname, () => client.write('HTTP/1.1 200 OK\r\n\r\n'))
  onward.pipe(client).pipe(onward)
  for (const [end, other] of [
    [onward, client],
    [client, onward],
  ] as const) {
    end.on('error', () => {}).on('close', () => other.destroy())
  }
})

const servers = [proxy, plain, secure]
const portOf = (server: http.Server) => (server.address() as AddressInfo).port
const places = () => [
  `http://localhost:${portOf(proxy)}`,
  `http://localhost:${portOf(plain)}`,
  `https://localhost:${portOf(secure)}`,
]

beforeAll(() => Promise.all(servers.map((server) => once(server.listen(0, 'localhost'), 'listening'))))
afterAll(() => {
  for (const tunnel of tunnels) tunnel.destroy()
  for (const server of servers) server.close()
})

/** What is reported of a process that goes through the proxy in this way. */
async function reported(way: string, node: string): Promise<unknown> {
  const [through = ''] = places()
  const child = spawn(node, ['program.mjs', way, ...places()], {
    cwd: project.directory,
    env: {
      NODE_USE_ENV_PROXY: '1',
      HTTP_PROXY: through,
      HTTPS_PROXY: through,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      NODE_NO_WARNINGS: '1',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  asked = () => void child.send('asked')
  const [said] = await Promise.all([text(child.stdout as NonNullable<typeof child.stdout>), once(child, 'exit')])
  asked = () => {}
  return JSON.parse(said)
}

const one = (kind: string, description: string, way: string) => [
  { kind, description, count: 1, by: 'a test', line: project.lineOf(`<- ${way}`) },
]

// Node goes through the proxy of its environment from these on.
describe.each([22, 24, 26] as const)('the proxy of the environment, on Node %i', (version) => {
  const told = (way: string) => reported(way, project.binaries[version])

  test.each(['a fetch over HTTPS', 'a fetch over HTTP', 'a request over HTTPS', 'a request over HTTP'])(
    '%s: no orphan',
    async (way) => {
      expect(await told(way)).toEqual([])
    },
  )

  test('a request that is not answered is one orphan, and its tunnel none', async () => {
    const [, http, https] = places()
    for (const [way, kind, words] of [
      ['a fetch over HTTPS without an answer', 'fetch', `fetch GET ${https}/never`],
      ['a fetch over HTTP without an answer', 'fetch', `fetch GET ${http}/never`],
      ['a fetch that the proxy does not answer', 'fetch', 'fetch GET https://never.invalid/'],
      ['a request over HTTPS without an answer', 'http-request', `HTTP request GET ${https}/never`],
    ] as const) {
      expect(await told(way)).toEqual(one(kind, words, way))
    }
  })

  test('a tunnel that the proxy does not open is one orphan, though nobody waits for it any more', async () => {
    const way = 'a fetch that is aborted before the proxy answers'
    expect(await told(way)).toEqual(one('fetch', 'fetch GET https://never.invalid/', way))
  })
})

describe.each([20, 22, 24, 26] as const)('a tunnel of its own, on Node %i', (version) => {
  const told = (way: string) => reported(way, project.binaries[version])

  test.each(['a request over a tunnel', 'a tunnel that is closed'])('%s: no orphan', async (way) => {
    expect(await told(way)).toEqual([])
  })

  test('a request over it that is not answered is one orphan, and the tunnel none', async () => {
    const way = 'a request over a tunnel without an answer'
    // Before 22 Node does not announce a request when it is made: its line is that of its connection.
    const line = version === 20 ? 'a tunnel' : way
    expect(await told(way)).toEqual(one('http-request', `HTTP request GET ${places()[2]}/never`, line))
  })

  test('one that is left is an orphan', async () => {
    const words = `socket connected to 127.0.0.1:${portOf(proxy)}`
    expect(await told('a tunnel')).toEqual(one('socket', words, 'a tunnel'))
  })
})

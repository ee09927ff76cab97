/*
 * Goes through a proxy in one way, and tells what is reported. The lines that must be named are marked with the way's name.
 * The proxy and what is behind it are another process's. Nobody answers who asks for `/never`, nor the proxy who wants to go to
 * `never.invalid`.
 */
import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import { connect } from 'node:tls'
import { engine, resolveOptions } from '@no-orphans/core/adapter'

const [way, proxy, plain, secure] = process.argv.slice(2)
const noop = () => {}

const answer = async (request) => {
  const [response] = await once(request, 'response')
  await once(response.resume(), 'end')
}

/** As the agents do that were there before Node's own. */
async function openTunnel() {
  const { hostname, port } = new URL(proxy)
  const request = http.request({ hostname, port, method: 'CONNECT', path: new URL(secure).host, agent: false }).end() // <- a tunnel
  const [, socket] = await once(request, 'connect')
  return socket
}
const over = (socket) => ({ createConnection: () => connect({ socket, servername: 'localhost' }) })

const ways = {
  'a fetch over HTTPS': async () => void (await (await fetch(secure)).text()),
  'a fetch over HTTP': async () => void (await (await fetch(plain)).text()),
  'a fetch over HTTPS without an answer': async () => {
    fetch(`${secure}/never`).catch(noop) // <- a fetch over HTTPS without an answer
    await (await fetch(secure)).text()
  },
  'a fetch over HTTP without an answer': () => void fetch(`${plain}/never`).catch(noop), // <- a fetch over HTTP without an answer
  'a fetch that the proxy does not answer': () => void fetch('https://never.invalid').catch(noop), // <- a fetch that the proxy does not answer
  'a fetch that is aborted before the proxy answers': async () => {
    const controller = new AbortController()
    const fetching = fetch('https://never.invalid', { signal: controller.signal }).catch(noop) // <- a fetch that is aborted before the proxy answers
    await new Promise((resolve) => process.once('message', resolve))
    controller.abort()
    await fetching
  },
  'a request over HTTPS': () => answer(https.get(secure)),
  'a request over HTTP': () => answer(http.get(plain)),
  'a request over HTTPS without an answer': () => void https.get(`${secure}/never`).on('error', noop), // <- a request over HTTPS without an answer
  'a request over a tunnel': async () => answer(https.get(secure, over(await openTunnel()))),
  'a request over a tunnel without an answer': async () => {
    const socket = await openTunnel()
    const request = https.get(`${secure}/never`, over(socket)).on('error', noop) // <- a request over a tunnel without an answer
    await once(request, 'finish')
  },
  'a tunnel': openTunnel,
  'a tunnel that is closed': async () => void (await openTunnel()).destroy(),
}

const { FileWatch } = engine()
const file = new FileWatch('a file', resolveOptions({}))
const test = file.test('a test')
await test.run(ways[way])
const told = []
for (const verdict of [await test.end(), await file.end()]) {
  for (const { orphan } of verdict?.judged ?? []) {
    const { kind, description, owner, origin, count } = orphan
    told.push({ kind, description, count, by: owner.name, line: origin?.line })
  }
}
await file.close()
process.stdout.write(JSON.stringify(told), () => process.exit())

import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import { freshPath, requested } from '../world.mjs'

const noop = () => {}
const kept = []

const destroyed = async (request) => {
  const over = new Promise((resolve) => request.once('close', resolve))
  request.destroy()
  await over
}

const withAgent = async ({ agent, request }) => {
  await destroyed(request)
  agent.destroy()
}

const request = { kind: 'http-request', close: destroyed }
const response = ({ request }) => destroyed(request)
const over = (response) => once(response.resume(), 'end')

const aborted = ({ controller, over }) => {
  controller.abort()
  return over
}

/** Fetches until the answer is there or never comes; `over` is settled when nothing of it is left. */
const begin = (fetching, controller) => ({ controller, over: fetching.then(noop, noop) })

export const httpClients = [
  {
    ...request,
    name: 'HTTP request without an answer',
    description: /^HTTP request GET http:\/\/127\.0\.0\.1:\d+\/never$/,
    async open(world) {
      const request = http.get(`http://127.0.0.1:${world.http}/never`) // begins
      request.on('error', noop)
      await once(request, 'finish')
      return request
    },
    async endsByItself(world) {
      http.get(`http://127.0.0.1:${world.http}`, (response) => response.resume())
    },
  },
  {
    ...request,
    name: 'HTTP request to a host name',
    description: /^HTTP request GET http:\/\/localhost:\d+\/never$/,
    async open(world) {
      const request = http.request(`http://localhost:${world.http}/never`) // begins
      request.on('error', noop).end()
      await once(request, 'finish')
      return request
    },
  },
  {
    ...request,
    name: 'HTTP request whose response is not read',
    description: /^HTTP request GET http:\/\/127\.0\.0\.1:\d+\/much, response 200 not read to its end$/,
    close: response,
    async open(world) {
      const request = http.get(`http://127.0.0.1:${world.http}/much`) // begins
      const [response] = await once(request.on('error', noop), 'response')
      response.on('error', noop)
      return { request }
    },
  },
  {
    ...request,
    name: 'HTTP request on a socket used before',
    description: /^HTTP request GET http:\/\/127\.0\.0\.1:\d+\/never$/,
    // It begins after an await.
    callers: false,
    close: withAgent,
    async open(world) {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
      const [first] = await once(http.get(`http://127.0.0.1:${world.http}`, { agent }), 'response')
      await over(first)
      const request = http.get(`http://127.0.0.1:${world.http}/never`, { agent }) // begins
      request.on('error', noop)
      await once(request, 'finish')
      return { agent, request }
    },
  },
  {
    ...request,
    name: 'HTTPS request without an answer',
    description: /^HTTP request GET https:\/\/127\.0\.0\.1:\d+\/never$/,
    async open(world) {
      const request = https.get(`https://127.0.0.1:${world.https}/never`, { rejectUnauthorized: false }) // begins
      request.on('error', noop)
      await once(request, 'finish')
      return request
    },
  },
  {
    ...request,
    name: 'HTTPS request on a socket used before',
    description: /^HTTP request GET https:\/\/127\.0\.0\.1:\d+\/never$/,
    callers: false,
    close: withAgent,
    async open(world) {
      const agent = new https.Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false })
      const [first] = await once(https.get(`https://127.0.0.1:${world.https}`, { agent }), 'response')
      await over(first)
      const request = https.get(`https://127.0.0.1:${world.https}/never`, { agent }) // begins
      request.on('error', noop)
      await once(request, 'finish')
      return { agent, request }
    },
  },
  {
    name: 'fetch without an answer',
    kind: 'fetch',
    description: /^fetch GET http:\/\/127\.0\.0\.1:\d+\/never\/\d+$/,
    close: aborted,
    async open(world) {
      const controller = new AbortController()
      const path = freshPath(world)
      const arrived = requested(world, path)
      const fetching = fetch(`http://127.0.0.1:${world.http}${path}`, { signal: controller.signal }) // begins
      const begun = begin(fetching, controller)
      await arrived
      return begun
    },
    endsByItself: (world) => void fetch(`http://127.0.0.1:${world.http}`).then((response) => response.text()),
  },
  {
    name: 'fetch whose body is not read',
    kind: 'fetch',
    description: /^fetch GET http:\/\/127\.0\.0\.1:\d+\/much$/,
    close: aborted,
    async open(world) {
      const controller = new AbortController()
      const fetching = fetch(`http://127.0.0.1:${world.http}/much`, { signal: controller.signal }) // begins
      // A response that is collected is cancelled.
      kept.push(await fetching)
      return begin(fetching, controller)
    },
  },
  {
    name: 'WebSocket',
    kind: 'websocket',
    description: /^WebSocket ws:\/\/127\.0\.0\.1:\d+\/$/,
    skip: () => typeof WebSocket === 'undefined' && 'this Node has no WebSocket',
    async close(socket) {
      const over = new Promise((resolve) => socket.addEventListener('close', resolve))
      socket.close()
      await over
    },
    async open(world) {
      const socket = new WebSocket(`ws://127.0.0.1:${world.http}`) // begins
      await new Promise((resolve) => socket.addEventListener('open', resolve))
      return socket
    },
  },
]

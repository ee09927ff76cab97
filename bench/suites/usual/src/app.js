import { createServer } from 'node:http'

/** A small service over a store. */
export function createApp(store) {
  return createServer(async (request, response) => {
    const reply = (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    try {
      const [, collection, id] = request.url.split('/')
      if (collection !== 'items') return reply(404, { error: 'not found' })
      if (request.method === 'GET' && !id) return reply(200, await store.ids())
      if (request.method === 'GET') {
        const found = await store.load(id)
        return found ? reply(200, found) : reply(404, { error: `no item ${id}` })
      }
      if (request.method === 'PUT') {
        let text = ''
        for await (const chunk of request) text += chunk
        await store.save(id, JSON.parse(text))
        return reply(201, { id })
      }
      return reply(405, { error: 'not allowed' })
    } catch (error) {
      return reply(error instanceof SyntaxError ? 400 : 500, { error: error.message })
    }
  })
}

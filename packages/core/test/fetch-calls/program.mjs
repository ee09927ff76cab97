/*
 * Calls fetch in a test, and tells what is reported. The lines that must be named are marked with the way's name. What
 * stands in place of fetch, and what dispatches for it, was there before.
 */
import { subscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import http from 'node:http'
import { engine, resolveOptions } from '@no-orphans/core/adapter'

const way = process.argv[2]
const noop = () => {}

/** Answers when it is told to, and where it is told to not at all. */
const server = http.createServer((request, response) => {
  if (request.url === '/never') return
  if (request.url === '/redirect') return response.writeHead(302, { location: '/never' }).end()
  if (request.url !== '/pieces') return request.resume().on('end', () => response.end('answer'))
  response.write('one')
  pieces.push(() => response.end('two'))
})
const pieces = []
await once(server.listen(0, '127.0.0.1'), 'listening')
const at = (path) => `http://127.0.0.1:${server.address().port}${path}`
const read = async (fetching) => (await fetching).text()

const own = globalThis.fetch
/** Where undici keeps those of each of its versions, once it is loaded. */
const dispatchers = () =>
  Object.getOwnPropertySymbols(globalThis).filter(({ description }) => /^undici\./.test(description))

/** Sets a timer at each call, which stands for all that a mock may do. */
const mocks = {
  'a timer of what stands in place of fetch': () => {
    setTimeout(noop, 60_000) // <- a timer of what stands in place of fetch
    return Promise.resolve(new Response('answer'))
  },
  'a timer set before fetch is called by what stands in its place': (...args) => {
    setTimeout(noop, 60_000) // <- a timer set before fetch is called by what stands in its place
    return own(...args)
  },
  'a timer set after fetch is called by what stands in its place': (...args) => {
    const answer = own(...args)
    setTimeout(noop, 60_000) // <- a timer set after fetch is called by what stands in its place
    return answer
  },
  'a timer set after the answer by what stands in its place': async (...args) => {
    const answer = await own(...args)
    setTimeout(noop, 60_000) // <- a timer set after the answer by what stands in its place
    return answer
  },
  'what stands in place of fetch ends': async (...args) => {
    const timer = setTimeout(noop, 60_000)
    const answer = await own(...args)
    clearTimeout(timer)
    return answer
  },
}
if (mocks[way]) globalThis.fetch = mocks[way]
if (way.includes('frozen')) Object.defineProperty(globalThis, 'fetch', { writable: false })

/** Puts another in place of whoever dispatches for Node's fetch. */
function dispatchBy(before) {
  for (const key of dispatchers()) {
    const dispatcher = globalThis[key]
    const other = Object.create(dispatcher)
    other.dispatch = (...args) => {
      before()
      return dispatcher.dispatch(...args)
    }
    globalThis[key] = other
  }
}

/** As a tracer does, which sends what it has at the end of each. */
function follow(begun) {
  subscribe('undici:request:create', begun)
  subscribe('undici:request:trailers', noop)
}

async function transform(body, transformed) {
  const stream = body.pipeThrough(
    new TransformStream({
      transform(piece, controller) {
        transformed()
        controller.enqueue(piece)
      },
    }),
  )
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader()
  await reader.read()
  pieces[0]()
  while (!(await reader.read()).done);
}

const sent = (made) =>
  new ReadableStream({
    pull(controller) {
      made()
      controller.enqueue(Buffer.from('text'))
      controller.close()
    },
  })

const ways = {
  'a fetch that is not answered': () => void fetch(at('/never')).catch(noop), // <- a fetch that is not answered
  'a fetch over a connection that is kept': async () => {
    await read(fetch(at('/')))
    await read(fetch(at('/')))
    fetch(at('/never')).catch(noop) // <- a fetch over a connection that is kept
  },
  'a fetch that is redirected': async () => {
    await read(fetch(at('/')))
    fetch(at('/redirect')).catch(noop) // <- a fetch that is redirected
    await once(server, 'request')
    await once(server, 'request')
  },
  'a fetch with options that is not answered': () => {
    fetch(at('/never'), { method: 'POST', body: 'text' }).catch(noop) // <- a fetch with options that is not answered
  },
  'a fetch of a Request that is not answered': () => {
    fetch(new Request(at('/never'), { method: 'POST', body: 'text' })).catch(noop) // <- a fetch of a Request that is not answered
  },
  'a fetch that was frozen': () => void fetch(at('/never')).catch(noop), // <- a fetch that was frozen
  'a fetch that was frozen ends': () => read(fetch(at('/'))),
  'a body that is not read': async () => {
    globalThis.kept = await fetch(at('/pieces')) // <- a body that is not read
  },
  'a timer where what came is transformed': async () => {
    const { body } = await fetch(at('/pieces'))
    let times = 0
    await transform(body, () => {
      if (++times === 1) setTimeout(noop, 60_000) // <- a timer where what came is transformed
    })
  },
  'a timer where what came later is transformed': async () => {
    const { body } = await fetch(at('/pieces'))
    let times = 0
    await transform(body, () => {
      if (++times === 2) setTimeout(noop, 60_000) // <- a timer where what came later is transformed
    })
  },
  'what came is transformed': async () => transform((await fetch(at('/pieces'))).body, noop),
  'a timer where what is sent is made': async () => {
    const body = sent(() => setTimeout(noop, 60_000)) // <- a timer where what is sent is made
    await read(fetch(at('/'), { method: 'POST', body, duplex: 'half' }))
  },
  'a timer where what a Request sends is made': async () => {
    const body = sent(() => setTimeout(noop, 60_000)) // <- a timer where what a Request sends is made
    await read(fetch(new Request(at('/'), { method: 'POST', body, duplex: 'half' })))
  },
  'what is sent is made': () => read(fetch(at('/'), { method: 'POST', body: sent(noop), duplex: 'half' })),
  'a timer of a dispatcher that is handed over': async () => {
    const nodes = globalThis[dispatchers()[0]]
    const dispatcher = Object.create(nodes)
    dispatcher.dispatch = (...args) => {
      setTimeout(noop, 60_000) // <- a timer of a dispatcher that is handed over
      return nodes.dispatch(...args)
    }
    await read(fetch(at('/'), { dispatcher }))
  },
  'a timer of a dispatcher for all': async () => {
    dispatchBy(() => setTimeout(noop, 60_000)) // <- a timer of a dispatcher for all
    await read(fetch(at('/')))
  },
  'a dispatcher for all that sets no timer': async () => {
    dispatchBy(noop)
    await read(fetch(at('/')))
  },
  'a timer of who follows requests': async () => {
    follow(() => setTimeout(noop, 60_000)) // <- a timer of who follows requests
    await read(fetch(at('/')))
  },
  'who follows requests sets no timer': async () => {
    follow(noop)
    await read(fetch(at('/')))
  },
  'a timer after a fetch': async () => {
    await read(fetch(at('/')))
    setTimeout(noop, 60_000) // <- a timer after a fetch
  },
  'a timer in what follows a fetch': () =>
    fetch(at('/')).then((response) => {
      setTimeout(noop, 60_000) // <- a timer in what follows a fetch
      return response.text()
    }),
  'fetches that end': async () => {
    for (let times = 0; times < 3; times++) await read(fetch(at('/')))
    await Promise.all([read(fetch(at('/'))), read(fetch(new URL(at('/')))), read(fetch(new Request(at('/'))))])
    await read(fetch('data:,text'))
  },
  'a fetch that is aborted': async () => {
    const controller = new AbortController()
    const fetching = fetch(at('/never'), { signal: controller.signal })
    await once(server, 'request')
    controller.abort()
    await fetching.catch(noop)
  },
  'a timer where a fetch is aborted': async () => {
    const controller = new AbortController()
    controller.signal.addEventListener('abort', () => {
      setTimeout(noop, 60_000) // <- a timer where a fetch is aborted
    })
    const fetching = fetch(at('/never'), { signal: controller.signal })
    await once(server, 'request')
    controller.abort()
    await fetching.catch(noop)
  },
  'a fetch that fails': async () => {
    await fetch('http://127.0.0.1:1/').catch(noop)
    await fetch('nothing:').catch(noop)
  },
  'a timer after a fetch that fails': () =>
    fetch('http://127.0.0.1:1/').catch(() => {
      setTimeout(noop, 60_000) // <- a timer after a fetch that fails
    }),
}

const { FileWatch } = engine()
const before = globalThis.fetch
const file = new FileWatch('a file', resolveOptions({ settle: 100 }))
const watched = globalThis.fetch
const told = []

/** What is left by work in a test of its own. */
async function tell(name, work) {
  const test = file.test(name)
  await test.run(work)
  tellOf(await test.end())
}

function tellOf(verdict) {
  for (const { orphan } of verdict?.judged ?? []) {
    const { kind, owner, origin, count } = orphan
    told.push({ kind, count, by: owner.name, line: origin?.line })
  }
}

// What stands in place of fetch is known by its first call.
await tell('the first test', async () => read(fetch(at('/'))))
await tell('a test', ways[way] ?? (async () => read(fetch(at('/')))))
tellOf(await file.end())
await file.close()
if (globalThis.fetch !== before) told.push('fetch was not put back')
if (watched.name !== before.name || watched.length !== before.length) told.push('fetch looks different')
server.closeAllConnections()
process.stdout.write(JSON.stringify(told), () => process.exit())

/*
 * Uses the package in one way, and tells which line is named for the interval that it leaves. With a second argument the
 * picture of the run looks at it first, as it does now and then.
 */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { engine, resolveOptions } from '@no-orphans/core/adapter'
import * as opens from 'some-package/opens.mjs'

const [way, isLookedAt] = process.argv.slice(2)

const ways = {
  'a timer': () => opens.inTimer(), // <- a timer
  'a tick of a timer': () => opens.inTickOfTimer(), // <- a tick of a timer
  'a request': () => opens.inRequest(), // <- a request
  "a server's own tick": () => opens.inTickOfServer(), // <- a server's own tick
  // Nothing leads from the tick to the call, nor to what was waited for before it.
  'a tick after a timer': async () => {
    await sleep(1)
    return opens.inTickOfNobody()
  },
  'a tick after a request': async () => {
    await readFile(import.meta.filename)
    return opens.inTickOfNobody()
  },
  'a tick after bytes that came': async () => {
    const server = createServer((socket) => socket.end('hello'))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const socket = connect(server.address().port, '127.0.0.1')
    await once(socket, 'data')
    const opened = opens.inTickOfNobody()
    server.close()
    await Promise.all([once(socket.resume(), 'close'), once(server, 'close')])
    return opened
  },
}

const shared = engine()
const file = new shared.FileWatch('a file', resolveOptions({ scope: 'test' }))
const test = file.test('a test')
const found = []
const lifetimes = new (shared.rest().Lifetimes)(
  1,
  () => found.length,
  (...records) => void found.push(...records),
)
lifetimes.start(file.scope)
await test.run(ways[way])
while (isLookedAt && !found.some(({ orphan }) => orphan?.kind === 'interval')) {
  await sleep(1)
  lifetimes.sample()
}
lifetimes.stop()
const { error } = await test.end()
const orphans = error.orphans.map(({ kind, package: owner, origin }) => ({
  kind,
  package: owner,
  line: origin?.line ?? null,
}))
process.stdout.write(JSON.stringify(orphans), () => process.exit())

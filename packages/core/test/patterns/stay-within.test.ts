import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { findOrphans, verifyStaysWithin } from '@no-orphans/core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { turn } from '../../src/turns.js'
import { messageOf } from './support.js'

const nothing = () => {}
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))

let server: http.Server
let port: number
beforeAll(async () => {
  server = http.createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const get = async () => {
  const request = http.get({ port, host: '127.0.0.1', agent: false })
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  response.resume()
  await once(response, 'close')
}
const connect = async () => {
  const socket = net.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.destroy()
  await once(socket, 'close')
}

describe('toStayWithin', () => {
  it('passes for one after the other, however many', async () => {
    await expect(async () => {
      for (let i = 0; i < 20; i++) await connect()
      for (let i = 0; i < 5; i++) await get()
      for (let i = 0; i < 200; i++) clearTimeout(setTimeout(nothing, 1000))
    }).toStayWithin({ sockets: 1, requests: 2, timers: 0 })
  })

  it('fails for many at once, with the peak and where they began', async () => {
    const message = await messageOf(
      expect(async () => {
        await Promise.all(times(12, connect))
      }).toStayWithin({ sockets: 5 }),
    )
    expect(message).toMatch(
      /to stay within 5 sockets open at once, and there were 12\n\n {2}12 began at connect \(.*stay-within\.test\.ts:\d+:\d+\)/,
    )
  })

  it('counts exactly at the limit', async () => {
    const run = () => Promise.all(times(7, () => sleep(1)))
    await expect(run).toStayWithin({ timers: 7 })
    await expect(run).not.toStayWithin({ timers: 6 })
    expect(await messageOf(expect(run).not.toStayWithin({ timers: 7 }))).toContain('more than 7 timers open at once')
  })

  it('counts what is made step by step, and what was closed in between', async () => {
    const overlapping = async () => {
      const open: NodeJS.Timeout[] = []
      for (let i = 0; i < 50; i++) {
        open.push(setTimeout(nothing, 10_000))
        if (open.length > 4) clearTimeout(open.shift())
        await Promise.resolve()
      }
      open.forEach(clearTimeout)
    }
    await expect(overlapping).toStayWithin({ timers: 4 })
    expect(await messageOf(expect(overlapping).toStayWithin({ timers: 3 }))).toContain('and there were 4')
  })

  it('counts a child with its pipes as one, and a worker with its ports', async () => {
    const children = () =>
      Promise.all(
        times(2, async () => {
          const child = spawn(process.execPath, ['-e', ''])
          await once(child, 'close')
        }),
      )
    await expect(children).toStayWithin({ children: 2, total: 2, sockets: 0 })
    await expect(children).not.toStayWithin({ children: 1 })
    const workers = () => Promise.all(times(2, () => once(new Worker('', { eval: true }), 'exit')))
    await expect(workers).not.toStayWithin({ workers: 1 })
    await expect(workers).toStayWithin({ workers: 2 })
  })

  it.skipIf(process.platform === 'win32')('counts the pipes of a child as its own also when it has ended', async () => {
    const outlived = async () => {
      // What the shell started holds the shell's pipes.
      const shell = spawn('sh', ['-c', 'cat <&3 & exit'], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
      await once(shell, 'exit')
      await turn()
      await once(spawn(process.execPath, ['-e', '']), 'close')
      ;(shell.stdio[3] as Writable).end()
      await once(shell, 'close')
    }
    await expect(outlived).toStayWithin({ children: 1, sockets: 0, total: 1 })
    await expect(outlived).not.toStayWithin({ children: 0 })
  })

  it('counts files and requests', async () => {
    const files = async () => {
      const handles = await Promise.all(times(4, () => fs.open(import.meta.filename)))
      await Promise.all(handles.map((handle) => handle.close()))
    }
    await expect(files).toStayWithin({ files: 4 })
    await expect(files).not.toStayWithin({ files: 3 })
    const requests = () => Promise.all(times(4, () => fetch(`http://127.0.0.1:${port}`).then((r) => r.text())))
    // The next time fetch uses the sockets again that it has kept.
    await expect(requests).not.toStayWithin({ sockets: 3 })
    await expect(requests).not.toStayWithin({ requests: 3 })
  })

  it('counts nothing twice: the two ends of a connection are one', async () => {
    const pairs = async () => {
      const own = net.createServer().listen(0, '127.0.0.1')
      await once(own, 'listening')
      const accepted = once(own, 'connection')
      const socket = net.connect((own.address() as AddressInfo).port, '127.0.0.1')
      const [other] = (await accepted) as [net.Socket]
      other.destroy()
      socket.destroy()
      own.close()
      await once(own, 'close')
    }
    await expect(pairs).toStayWithin({ sockets: 1, total: 2 })
  })

  it('shows a rough peak far beyond the limit, and groups by origin', async () => {
    const message = await messageOf(
      expect(async () => {
        const burst = times(300, () => setTimeout(nothing, 10_000))
        const others = times(20, () => setInterval(nothing, 10_000))
        await Promise.resolve()
        burst.forEach(clearTimeout)
        others.forEach(clearInterval)
      }).toStayWithin({ timers: 100 }),
    )
    expect(message).toMatch(/there were 320\n\n {2}300 began at .*\n {2}20 began at /)
  })

  it('leaves what is left to the scope around it', async () => {
    let timer: NodeJS.Timeout | undefined
    const left = await findOrphans(async () => {
      await expect(() => {
        timer = setInterval(nothing, 10_000)
      }).toStayWithin({ timers: 1 })
    })
    clearInterval(timer)
    expect(left).toMatchObject([{ kind: 'interval' }])
  })

  it('rejects bad input, and throws what the function throws', async () => {
    const fn = vi.fn()
    expect(await messageOf(expect(fn).toStayWithin({}))).toMatch(/there is no limit; give one of sockets, timers/)
    expect(await messageOf(expect(fn).toStayWithin({ socks: 1 } as never))).toContain("unknown option 'socks'")
    expect(await messageOf(expect(fn).toStayWithin({ sockets: 1.5 }))).toContain('allowed is a whole number')
    expect(fn).not.toHaveBeenCalled()
    const error = new RangeError('its own')
    await expect(expect(() => Promise.reject(error)).toStayWithin({ total: 1 })).rejects.toBe(error)
    await expect(verifyStaysWithin(() => Promise.all(times(3, () => sleep(1))), { timers: 2 })).rejects.toThrow(
      'there were 3',
    )
  })
})

import { spawn } from 'node:child_process'
import { EventEmitter, on, once } from 'node:events'
import fs from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setInterval as every, setTimeout as sleep } from 'node:timers/promises'
import { verifyStopsOnAbort } from '@no-orphans/core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { messageOf } from './support.js'

const long = 60_000
const nothing = () => {}
const never = () => new Promise<never>(nothing)
const soon = { after: 1, within: 2000 }
const late = { after: 1, within: 20, reclaim: 'test' } as const

describe('toStopOnAbort passes', () => {
  let server: http.Server
  let url: string
  beforeAll(async () => {
    server = http.createServer(nothing).listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  const stopping: Record<string, (signal: AbortSignal) => unknown> = {
    'a timer of timers/promises': (signal) => sleep(long, undefined, { signal }),
    'a fetch': (signal) => fetch(url, { signal }),
    'a fetch below AbortSignal.any() and a timeout': (signal) =>
      fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(long)]) }),
    'an HTTP request': (signal) => once(http.get(url, { signal }), 'response'),
    'a loop that looks at the signal': async (signal) => {
      while (!signal.aborted) await sleep(1)
    },
    'events.once': (signal) => once(new EventEmitter(), 'never', { signal }),
    'a child process': (signal) => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { signal }),
    'an async iterator': (signal) => every(1, undefined, { signal }),
    'an async generator of its own': async function* (signal: AbortSignal) {
      while (!signal.aborted) yield await sleep(1)
    },
    'an iterator of events': (signal) => on(new EventEmitter(), 'never', { signal }),
    'an iterator that always has a next item': async function* (signal: AbortSignal) {
      while (!signal.aborted) yield 1
    },
    'a stream': (signal) => new PassThrough({ signal }),
    'a promise of a stream': async (signal) => Readable.from(every(1, undefined, { signal }), { signal }),
    'a pipeline': (signal) => pipeline(Readable.from(every(1, undefined, { signal })), new PassThrough().resume()),
    'a server': (signal) => http.createServer().listen({ port: 0, host: '127.0.0.1', signal }),
    'a function that gives nothing back': (signal) => {
      const timer = setInterval(nothing, 1)
      signal.addEventListener('abort', () => clearInterval(timer), { once: true })
    },
    'an emitter of its own': (signal) => {
      const emitter = new EventEmitter()
      const timer = setInterval(() => emitter.emit('tick'), 1)
      signal.addEventListener('abort', () => clearInterval(timer), { once: true })
      return emitter
    },
    'a rejection with the reason itself': (signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
    'a rejection whose cause is the reason': (signal) =>
      sleep(long, undefined, { signal }).catch((cause) => {
        throw new Error('the worker was stopped', { cause })
      }),
  }
  for (const [name, fn] of Object.entries(stopping)) {
    it(`for ${name}`, async () => {
      await expect(fn).toStopOnAbort(soon)
    })
  }

  it('for a reason of the test’s own', async () => {
    const reason = new Error('shutting down')
    const worker = (signal: AbortSignal) => sleep(long, undefined, { signal })
    await expect(worker).toStopOnAbort({ ...soon, reason })
    const rejecting = (signal: AbortSignal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
    await expect(rejecting).toStopOnAbort({ ...soon, reason: 'a string' })
  })

  it('when it is aborted at the moment that a function says', async () => {
    const begun = new EventEmitter()
    const worker = async (signal: AbortSignal) => {
      await sleep(1)
      begun.emit('begun')
      await sleep(long, undefined, { signal })
    }
    await expect(worker).toStopOnAbort({ after: () => once(begun, 'begun') })
  })
})

describe('toStopOnAbort fails', () => {
  it('for work that does not look at its signal', async () => {
    expect(await messageOf(expect(never).toStopOnAbort(late))).toBe(
      'expected the function to stop within 20 ms of its abort, and it was still running, though it has nothing open',
    )
    const worker = () => sleep(long)
    const message = await messageOf(expect(worker).toStopOnAbort(late))
    expect(message).toMatch(/and it was still running\. It has open: 1 orphan\n\n {2}timer due in/)
    expect(message).toMatch(/started at worker \(.*stop-on-abort\.test\.ts:\d+:\d+\)/)
  })

  it('for an iterator that goes on, and ends it then', async () => {
    let ended = false
    const endless = async function* () {
      try {
        while (true) yield 1
      } finally {
        ended = true
      }
    }
    expect(await messageOf(expect(endless).toStopOnAbort(late))).toContain('it was still running')
    await vi.waitFor(() => expect(ended).toBe(true))
  })

  it('for a stream that goes on', async () => {
    const stream = new PassThrough()
    expect(await messageOf(expect(() => stream).toStopOnAbort(late))).toContain('it was still running')
    stream.destroy()
  })

  it('for an abort that does not reach what is below, with its line', async () => {
    const worker = async (signal: AbortSignal) => {
      setInterval(nothing, long)
      await sleep(long, undefined, { signal })
    }
    const message = await messageOf(expect(worker).toStopOnAbort({ ...soon, reclaim: 'test' }))
    expect(message).toMatch(/the abort did not reach 1 orphan\n\n {2}interval every 60000 ms\n {4}started at worker \(/)
  })

  it('for a function that gives nothing back and goes on', async () => {
    const worker = () => {
      setInterval(nothing, long)
    }
    expect(await messageOf(expect(worker).toStopOnAbort({ ...soon, reclaim: 'test' }))).toContain(
      'did not reach 1 orphan',
    )
  })

  it('for a listener that is left on the signal', async () => {
    const worker = async (signal: AbortSignal) => {
      signal.addEventListener('abort', nothing)
      await sleep(long, undefined, { signal })
    }
    const message = await messageOf(expect(worker).toStopOnAbort(soon))
    expect(message).toMatch(/did not reach 1 orphan\n\n {2}listener for 'abort' on an AbortSignal\n {4}added at worker/)
  })

  it('for another error after the abort, and shows it', async () => {
    const worker = async (signal: AbortSignal) => {
      await once(signal, 'abort')
      throw new RangeError('its own')
    }
    const message = await messageOf(expect(worker).toStopOnAbort(soon))
    expect(message).toMatch(/rejected with another error:\n\n {2}RangeError: its own\n {6}at worker/)
  })

  it('for an error of an emitter after the abort', async () => {
    const worker = (signal: AbortSignal) => {
      const emitter = new EventEmitter()
      signal.addEventListener('abort', () => emitter.emit('error', new Error('broken')), { once: true })
      return emitter
    }
    expect(await messageOf(expect(worker).toStopOnAbort(soon))).toContain('Error: broken')
  })

  it('for work that ended before the abort, as nothing was proved', async () => {
    for (const worker of [async () => 1, () => 1, async function* () {}, () => Readable.from([])]) {
      expect(await messageOf(expect(worker).toStopOnAbort({ after: 30 }))).toMatch(
        /so nothing was proved: give it more/,
      )
    }
  })

  it('by throwing what the function throws before the abort', async () => {
    const error = new RangeError('its own')
    const throwing = () => {
      throw error
    }
    await expect(expect(throwing).toStopOnAbort()).rejects.toBe(error)
    await expect(expect(async () => throwing()).toStopOnAbort({ after: 1000 })).rejects.toBe(error)
  })

  it('for bad input, before anything runs', async () => {
    const fn = vi.fn()
    expect(await messageOf(expect(fn).toStopOnAbort({ within: -1 }))).toBe(
      'toStopOnAbort().within: -1 is not allowed; allowed is a number of ms, 0 to 600000',
    )
    expect(await messageOf(expect(fn).toStopOnAbort({ after: 'soon' } as never))).toContain('or a function')
    expect(await messageOf(expect(fn).toStopOnAbort({ when: 1 } as never))).toContain("unknown option 'when'")
    expect(await messageOf(expect(null).toStopOnAbort())).toContain('wants a function to run, and got null')
    expect(fn).not.toHaveBeenCalled()
  })

  it('and has a negative form and a function', async () => {
    await expect(never).not.toStopOnAbort(late)
    await verifyStopsOnAbort((signal) => sleep(long, undefined, { signal }), soon)
    await expect(verifyStopsOnAbort(never, late)).rejects.toThrow('it was still running')
  })
})

describe('toStopOnAbort with a signal that is aborted already', () => {
  const aborted = { alreadyAborted: true, within: 20, reclaim: 'test' } as const

  it('passes for what starts nothing', async () => {
    const workers: ((signal: AbortSignal) => unknown)[] = [
      (signal) => signal.throwIfAborted(),
      (signal) => sleep(long, undefined, { signal }),
      (signal) => fetch('http://127.0.0.1:1', { signal }),
      (signal) => fetch('http://127.0.0.1:1', { signal: AbortSignal.any([signal, AbortSignal.timeout(long)]) }),
      (signal) => fs.readFile('nowhere', { signal }),
      (signal) => once(new EventEmitter(), 'never', { signal }),
      (signal) => new PassThrough({ signal }),
      async (signal) => {
        await Promise.resolve()
        if (signal.aborted) return
        setInterval(nothing, long)
      },
    ]
    for (const worker of workers) await expect(worker).toStopOnAbort(aborted)
  })

  it('fails for what starts something all the same, also if it is over by then', async () => {
    const listening = (signal: AbortSignal) => {
      const timer = setInterval(nothing, long)
      signal.addEventListener('abort', () => clearInterval(timer))
    }
    expect(await messageOf(expect(listening).toStopOnAbort(aborted))).toMatch(
      /aborted already, and it started 2 orphans\n\n {2}interval every 60000 ms\n {4}started at listening[\s\S]*listener for 'abort'/,
    )
    const reading = async (signal: AbortSignal) => {
      await fs.readFile(import.meta.filename)
      signal.throwIfAborted()
    }
    expect(await messageOf(expect(reading).toStopOnAbort({ ...aborted, within: 5000 }))).toMatch(
      /it started \d+ orphan/,
    )
  })

  it('fails for what waits all the same, and for another error', async () => {
    expect(await messageOf(expect(never).toStopOnAbort(aborted))).toContain('and it still ran after 20 ms')
    expect(await messageOf(expect(() => Promise.reject(new Error('x'))).toStopOnAbort(aborted))).toContain('Error: x')
  })
})

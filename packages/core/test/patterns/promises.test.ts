import { EventEmitter, on, once } from 'node:events'
import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { findOrphans, type Orphan } from '@no-orphans/core'
import { describe, expect, it } from 'vitest'

const never = () => new Promise<never>(() => {})
const brief = ({ description, creator }: Orphan) => `${description} @ ${creator?.function ?? '-'}`
const waiting = async (fn: () => unknown, promises: true | 'proved' = true): Promise<string[]> =>
  (await findOrphans(fn, { promises, settle: 20, reclaim: 'test' })).map(brief)
const held: unknown[] = []
/** A promise that somebody could still settle. */
const pending = () =>
  new Promise<void>((resolve) => {
    held.push(resolve)
  })
const forEver = ', for ever: nothing is left that could wake it'

describe('promises: true', () => {
  it('reports the innermost wait of a chain, once', async () => {
    async function inner() {
      await null
      await pending()
    }
    async function outer() {
      await inner()
    }
    expect(
      await waiting(() => {
        void outer()
      }),
    ).toEqual(['inner suspended in an await @ inner'])
  })

  it('says where it waits and what started it', async () => {
    async function consume() {
      await pending()
    }
    const [orphan] = await findOrphans(
      function starts() {
        void consume()
      },
      { promises: true, settle: 20 },
    )
    expect(orphan).toMatchObject({
      kind: 'promise',
      creator: { function: 'consume', file: import.meta.filename },
      remedy: expect.stringContaining('await it before the test ends'),
    })
    expect(orphan?.stack.map((frame) => frame.function).slice(0, 2)).toEqual(['consume', 'starts'])
  })

  it('knows what started it also after it has waited for something else', async () => {
    async function consume() {
      await sleep(1)
      await pending()
    }
    const [orphan] = await findOrphans(
      function starts() {
        void consume()
      },
      { promises: true, settle: 20 },
    )
    expect(orphan?.stack.map((frame) => frame.function)).toContain('starts')
  })

  it('sees every sort of wait', async () => {
    const bus = new EventEmitter()
    held.push(bus)
    const stream = new PassThrough()
    held.push(stream)
    async function* generator() {
      yield 1
      await pending()
    }
    expect(
      await waiting(() => {
        pending().then(function callback() {})
        pending().catch(() => {})
        void (async function events() {
          await once(bus, 'never')
        })()
        void (async function forAwait() {
          for await (const _ of on(bus, 'never'));
        })()
        void (async function streams() {
          for await (const _ of stream);
        })()
        void (async function generates() {
          for await (const _ of generator());
        })()
        void (async () => {
          await pending()
        })()
      }).then((list) => list.map((each) => each.replace(/ @.*/, ''))),
    ).toEqual([
      'callback of .then()',
      'callback of .catch()',
      'events suspended in an await of once()',
      expect.stringMatching(/^forAwait suspended in an await/),
      expect.stringMatching(/^streams suspended in an await/),
      'function suspended in an await',
      'generator suspended in an await',
    ])
  })

  it('follows Promise.all() to what it waits for, else reports who waits for it', async () => {
    async function part() {
      await pending()
    }
    async function whole() {
      await Promise.all([part(), Promise.resolve(1)])
    }
    async function bare() {
      await Promise.allSettled([pending(), Promise.resolve(1)])
    }
    expect(
      await waiting(() => {
        void whole()
        void bare()
      }),
    ).toEqual(['part suspended in an await @ part', 'bare suspended in an await @ bare'])
  })

  it.each([
    ['', (start: () => void) => start()],
    [', in a tick', (start: () => void) => process.nextTick(start)],
    [', in an immediate', (start: () => void) => void setImmediate(start)],
  ])('follows a promise that an async function returns%s', async (_, begin) => {
    async function returns() {
      return pending()
    }
    async function awaits() {
      await returns()
    }
    async function inner() {
      await pending()
    }
    async function passes() {
      return inner()
    }
    async function outer() {
      await passes()
    }
    const started = () =>
      new Promise<void>((resolve) => {
        begin(() => {
          void awaits()
          void outer()
          resolve()
        })
      })
    expect(await waiting(started)).toEqual([
      'awaits suspended in an await @ awaits',
      'inner suspended in an await @ inner',
    ])
  })

  it('does not report what nobody waits for, the loser of a race, or what is settled', async () => {
    expect(
      await waiting(async () => {
        await Promise.race([Promise.resolve(1), pending()])
        await Promise.any([Promise.resolve(1), pending()])
        pending()
        // From Node 22.
        ;(Promise as { withResolvers?(): unknown }).withResolvers?.()
        await Promise.all([sleep(1), Promise.resolve().then(() => 1)])
        await once(new PassThrough().end().resume(), 'close')
        for await (const _ of (async function* () {
          yield 1
          yield 2
        })());
        void sleep(5).then(() => {})
        await new Promise<void>((resolve) => setImmediate(resolve))
      }),
    ).toEqual([])
  })

  it('does not report a wait beside the resource that it waits for', async () => {
    const orphans = await findOrphans(
      () => {
        void (async function waits() {
          await sleep(60_000)
        })()
      },
      { promises: true, settle: 20, reclaim: 'test' },
    )
    expect(orphans.map((orphan) => orphan.kind)).toEqual(['timeout'])
  })

  it('counts equal waits', async () => {
    async function consume() {
      await pending()
    }
    const orphans = await findOrphans(
      () => {
        for (let i = 0; i < 3; i++) void consume()
      },
      { promises: true, settle: 20 },
    )
    expect(orphans).toMatchObject([{ kind: 'promise', count: 3 }])
  })
})

describe('a wait that can never go on', () => {
  it('is reported as proved', async () => {
    async function consume() {
      await never()
    }
    const [orphan] = await findOrphans(
      () => {
        void consume()
      },
      { promises: true, settle: 20 },
    )
    expect(orphan?.description).toBe(`consume suspended in an await${forEver}`)
    expect(orphan?.remedy).toContain('its finally never runs')
  })

  it("is all that promises: 'proved' reports", async () => {
    async function lost() {
      try {
        await never()
      } finally {
        held.push('never')
      }
    }
    async function possible() {
      await pending()
    }
    async function lostEvent() {
      await once(new EventEmitter(), 'never')
    }
    expect(
      await waiting(() => {
        void lost()
        void possible()
        void lostEvent()
      }, 'proved'),
    ).toEqual([
      `lost suspended in an await${forEver} @ lost`,
      `lostEvent suspended in an await of once()${forEver} @ lostEvent`,
    ])
  })

  it('is not proved while anything holds what could settle it', async () => {
    const bus = new EventEmitter()
    const waiters = new Map<string, () => void>()
    async function registered() {
      await new Promise<void>((resolve) => waiters.set('a', resolve))
    }
    async function listening() {
      await once(bus, 'later')
    }
    const deferred: { promise?: Promise<void> } = {}
    async function onPromise() {
      deferred.promise = new Promise(() => {})
      await deferred.promise
    }
    expect(
      await waiting(() => {
        void registered()
        void listening()
        void onPromise()
      }, 'proved'),
    ).toEqual([])
    expect([bus.listenerCount('later'), waiters.size, deferred.promise !== undefined]).toEqual([1, 1, true])
  })
})

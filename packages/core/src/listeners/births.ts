import { EventEmitter } from 'node:events'
import { currentScope } from '../context.js'
import type { Scope } from '../scope.js'
import { tap } from '../taps.js'

/*
 * In which scope an emitter or an event target was made, as long as somebody asks: a listener on what its own test
 * made is nobody's business. What is unknown here was made before anybody asked, or outside every scope.
 */

let births = new WeakMap<object, Scope>()

const note = (target: object): void => {
  const scope = currentScope()
  if (scope) births.set(target, scope)
}

/** The scope that made a target. */
export const birthOf = (target: object): Scope | undefined => births.get(target)

/** Begins to note births; gives what ends it. */
export function noteBirths(): () => void {
  const restores = [
    tap(EventEmitter, ['init'], (init, self, args) => {
      note(self as object)
      return Reflect.apply(init, self, args)
    }),
    noteEventTargets(),
  ]
  return () => {
    for (const restore of restores) restore()
    births = new WeakMap()
  }
}

/**
 * Every event target of Node's is given its table of listeners when it is made, by a plain assignment, which a setter
 * on the prototype sees before it makes the very property that the assignment would have made.
 */
function noteEventTargets(): () => void {
  const table = Object.getOwnPropertySymbols(new EventTarget()).find((symbol) => symbol.description === 'kEvents')
  if (!table || Object.hasOwn(EventTarget.prototype, table)) return () => {}
  Object.defineProperty(EventTarget.prototype, table, {
    configurable: true,
    enumerable: false,
    get: () => undefined,
    set(this: object, value: unknown) {
      Object.defineProperty(this, table, { value, writable: true, enumerable: true, configurable: true })
      note(this)
    },
  })
  return () => {
    delete (EventTarget.prototype as unknown as Record<symbol, unknown>)[table]
  }
}

import { currentScope, Operation, runIn } from './context.js'
import { fileSystem } from './kinds/request.js'
import { nodeMajor } from './node-major.js'
import type { Trap } from './taps.js'

/*
 * To read a file takes Node four requests, of which only the first is made inside the user's call. One stack is kept for
 * all of them: cheaper than one each, and it has the user's line on top.
 */

/** The functions of `fs` and `fs.promises` that make several. From Node 26 a whole file is one. */
export const operations = ['rm', ...(nodeMajor < 26 ? ['readFile', 'writeFile', 'appendFile'] : [])]

/** Calls a function of `fs.promises`. */
export const promised: Trap = (target, self, args) => {
  const scope = currentScope()
  // What is written may be made by code of the user's, piece by piece.
  if (!scope || isMadeBy(args[1])) return Reflect.apply(target, self, args)
  const operation = new Operation(scope, scope.capture(fileSystem, promised))
  return runIn(operation, () => Reflect.apply(target, self, args))
}

/** Calls a function of `fs` that calls back. */
export const calledBack: Trap = (target, self, args) => {
  const scope = currentScope()
  const callback = args.at(-1)
  if (!scope || typeof callback !== 'function') return Reflect.apply(target, self, args)
  const operation = new Operation(scope, scope.capture(fileSystem, calledBack))
  const back = function (this: unknown, ...results: unknown[]) {
    // What the user's callback makes begins there. Another context would cost more than the stacks that are saved.
    operation.captured = undefined
    return Reflect.apply(callback, this, results)
  }
  return runIn(operation, () => Reflect.apply(target, self, [...args.slice(0, -1), back]))
}

/** Whether it is an iterable or a stream; options are neither. */
export const isMadeBy = (data: unknown): boolean =>
  typeof data === 'object' &&
  data !== null &&
  !ArrayBuffer.isView(data) &&
  (Symbol.iterator in data || Symbol.asyncIterator in data)

import { channel } from 'node:diagnostics_channel'
import { currentContext, currentScope, Operation, runIn, stackOf } from './context.js'
import { isOurs } from './framework.js'
import { fetchRequest } from './kinds/fetch.js'
import { isMadeBy } from './operations.js'
import { type CapturedStack, fileOf, sitesOf } from './stack.js'
import { type AnyFunction, type Trap, tap } from './taps.js'

/*
 * Node's fetch makes a request, a socket, timers and immediates, most of them thirty frames below the call. One stack, taken
 * where it is called, is kept for all of them: none of the user's code runs in between, as undici calls nobody back but by
 * promises. Where somebody's code may, each has a stack of its own.
 */

/** What stands in place of fetch and who dispatches for it, either of which may be somebody else's code. */
interface Way {
  fetch: AnyFunction
  dispatchers: [symbol, unknown][]
  /** Whether a call goes through Node alone, as the stack of its first request told. */
  isNodes: boolean
}

let known: Way | undefined
// What is called and is not known yet.
let calling: AnyFunction | undefined
// Of those who follow requests to their end, such as tracers. The core does not.
const followers = channel('undici:request:trailers')

/** Calls fetch. */
const fetched: Trap = (target, self, args) => {
  const scope = currentScope()
  if (!scope || followers.hasSubscribers || args.some(bringsCode)) return Reflect.apply(target, self, args)
  if (known?.fetch !== target || known.dispatchers.some(hasChanged)) {
    calling = target
    try {
      return Reflect.apply(target, self, args)
    } finally {
      calling = undefined
    }
  }
  if (!known.isNodes) return Reflect.apply(target, self, args)
  const operation = new Operation(scope, scope.capture(fetchRequest, fetched))
  return runIn(operation, () => Reflect.apply(target, self, args))
}

/** A Request or options, by which code of the user's makes what is sent, or sends it. */
const bringsCode = (arg: unknown): boolean =>
  typeof arg === 'object' &&
  arg !== null &&
  (('dispatcher' in arg && arg.dispatcher !== undefined) || ('body' in arg && isMadeBy(arg.body)))

const globals = globalThis as unknown as Record<symbol, unknown>

const hasChanged = ([key, dispatcher]: Way['dispatchers'][number]): boolean => globals[key] !== dispatcher

/** undici keeps those of each of its versions in the global object. */
const dispatchersNow = (): Way['dispatchers'] =>
  Object.getOwnPropertySymbols(globals)
    .filter((key) => key.description?.startsWith('undici.globalDispatcher.'))
    .map((key) => [key, globals[key]])

/**
 * The stack of a request of undici's: of the call of Node's fetch that makes it, or its own.
 *
 * @param capture Takes its own.
 */
export function stackOfFetch(capture: () => CapturedStack): CapturedStack {
  const captured = stackOf(currentContext()) ?? capture()
  if (calling) {
    const dispatchers = dispatchersNow()
    known = { fetch: calling, dispatchers, isNodes: dispatchers.length > 0 && isThroughNode(captured) }
  }
  return captured
}

/** Whether there is nothing but Node between our own frame, where fetch is called, and the request. */
function isThroughNode(captured: CapturedStack): boolean {
  const files = sitesOf(captured).flatMap((site) => site.getScriptNameOrSourceURL() ?? [])
  const request = files.findIndex((file) => !isOurs(fileOf(file)))
  const call = files.findIndex((file, index) => index > request && isOurs(fileOf(file)))
  return call > request && files.slice(request, call).every((file) => file.startsWith('node:'))
}

let restore = (): void => {}

/** Begins to watch the calls of fetch, if this Node has it. */
export function watchFetchCalls(): void {
  if (typeof globalThis.fetch === 'function') restore = tap(globalThis, ['fetch'], fetched)
}

/** Puts fetch back, except where somebody else has replaced it since. */
export function leaveFetchCalls(): void {
  restore()
}

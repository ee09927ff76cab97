import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { noteBeginning } from './beginnings.js'
import { currentContext, stackOf } from './context.js'
import { type CapturedStack, captureStack } from './stack.js'
import { WeakList } from './weak-list.js'

/*
 * A handle is often made one step after the user's call: a server's after its address look-up, a socket's after DNS.
 * Node's own channels hand over the very object inside the call; its stack is kept for as long as the object lives.
 */

const stacks = new WeakMap<object, CapturedStack>()
const captures = new WeakList<CapturedStack>()
const workers = new WeakMap<object, object>()

const depth = 48

type Message = Record<string, object>
type Listener = (message: unknown, name: string | symbol) => void

const remember = (key: string): Listener => {
  const listener: Listener = (message) => {
    const thing = (message as Message)[key]
    // A server that was closed may listen once more, and a socket connect: the last call opened what is open.
    if (thing) announce(thing, captureStack(depth, listener as never))
  }
  return listener
}

let last: CapturedStack | undefined

/** A socket connects, and has its handle made next, in the same call. */
const connects: Listener = (message) => {
  const { socket } = message as { socket: object }
  last = stackOf(currentContext()) ?? captureStack(depth, connects as never)
  announce(socket, last)
}

/** The stack of a socket that connects, if nothing was made since. Whatever is made asks for it. */
export function takeConnecting(): CapturedStack | undefined {
  const taken = last
  if (taken) last = undefined
  return taken
}

const channels: [string, Listener][] = [
  ['tracing:net.server.listen:asyncStart', remember('server')],
  ['tracing:net.server.listen:asyncStart', noteBeginning],
  ['net.client.socket', connects],
  // From Node 22. It matters where an agent has requests wait for a socket.
  ['http.client.request.created', remember('request')],
  ['udp.socket', remember('socket')],
  ['child_process', remember('process')],
  [
    'worker_threads',
    (message) => {
      const { worker } = message as { worker: Record<symbol, unknown> }
      const handle = Object.getOwnPropertySymbols(worker).find((symbol) => symbol.description === 'kHandle')
      if (handle && worker[handle]) workers.set(worker[handle] as object, worker)
    },
  ],
]

/** Starts to listen on Node's channels. */
export function listenToChannels(): void {
  for (const [name, listener] of channels) subscribe(name, listener)
}

/** Stops to listen on Node's channels. */
export function leaveChannels(): void {
  for (const [name, listener] of channels) unsubscribe(name, listener)
}

/** Keeps the stack of the call that made a thing. */
export const announce = (thing: object, captured: CapturedStack): void => {
  stacks.set(thing, captured)
  captures.add(captured)
}

/** All of the stacks that are kept. */
export const announcedStacks = (): Iterable<CapturedStack> => captures

/** The stack of the user's call that made a thing, where Node announced it. */
export const announcedStack = (thing: object): CapturedStack | undefined => stacks.get(thing)

/** The Worker behind a native worker handle. */
export const workerOf = (handle: object): object | undefined => workers.get(handle)

import fs from 'node:fs'
import { noteBeginning } from './beginnings.js'
import { currentScope } from './context.js'
import {
  type Descriptor,
  type Directory,
  descriptorOf,
  directoryAt,
  forget,
  forgetDirectory,
} from './kinds/descriptor.js'
import { noteStream } from './kinds/file-stream.js'
import { watching } from './kinds/watcher.js'
import { calledBack, operations, promised } from './operations.js'
import type { Scope } from './scope.js'
import { type CapturedStack, captureStack } from './stack.js'
import { type AnyFunction, type Trap, tap } from './taps.js'

/*
 * Node announces descriptors and directories nowhere, so the functions of `fs` that open and close them are watched.
 * A proxy keeps name, length, own properties and promisified form, so nobody can tell; the system's own list of open
 * descriptors has the last word (see kinds/descriptor.ts).
 */

/** Where what was opened is entered. */
export type Recorder = (resource: object, type: string, captured: CapturedStack, scope?: Scope) => void

let record: Recorder = () => {}

const depth = 16
const capture = (): CapturedStack => captureStack(depth, capture)

/** Calls `done` with the result before the caller's own callback gets it. */
function tapped(args: unknown[], done: (result: never) => void): unknown[] {
  const callback = args.at(-1)
  if (typeof callback !== 'function') return args
  const tap = function (this: unknown, error: unknown, result: never) {
    if (!error) done(result)
    return callback.call(this, error, result)
  }
  return [...args.slice(0, -1), tap]
}

const enterFile = (fd: number, path: unknown, captured: CapturedStack): void => {
  const descriptor: Descriptor = descriptorOf(fd, String(path))
  record(descriptor, 'descriptor', captured)
}

const enterDirectory = (path: unknown, handle: unknown, captured: CapturedStack): void => {
  const directory: Directory = directoryAt(String(path), handle as fs.Dir)
  record(directory, 'directory', captured)
}

const call: Trap = (target, self, args) => Reflect.apply(target, self, args)

const traps: Record<string, Trap> = {
  openSync(target, self, args) {
    const fd = call(target, self, args)
    if (typeof fd === 'number') enterFile(fd, args[0], capture())
    return fd
  },
  open(target, self, args) {
    const captured = capture()
    return call(
      target,
      self,
      tapped(args, (fd: number) => enterFile(fd, args[0], captured)),
    )
  },
  closeSync: closing,
  close: closing,
  opendirSync(target, self, args) {
    const directory = call(target, self, args)
    enterDirectory(args[0], directory, capture())
    return directory
  },
  opendir(target, self, args) {
    const captured = capture()
    return call(
      target,
      self,
      tapped(args, (directory: object) => enterDirectory(args[0], directory, captured)),
    )
  },
  createReadStream: streaming,
  createWriteStream: streaming,
  watch: watchingPath,
  watchFile: watchingPath,
}

const promiseTraps: Record<string, Trap> = {
  async open(target, self, args) {
    const captured = capture()
    const scope = currentScope()
    const handle = (await call(target, self, args)) as object
    record(handle, 'file-handle', captured, scope)
    return handle
  },
  async opendir(target, self, args) {
    const captured = capture()
    const directory = await call(target, self, args)
    enterDirectory(args[0], directory, captured)
    return directory
  },
  watch(target, self, args) {
    const events = call(target, self, args) as AsyncIterator<unknown>
    // A generator begins with its first step. What stands in front of that step goes with it.
    const first: AsyncIterator<unknown>['next'] = (...step) => {
      Reflect.deleteProperty(events, 'next')
      return watching(String(args[0]), () => events.next(...step))
    }
    Object.defineProperty(events, 'next', { value: first, configurable: true, writable: true, enumerable: false })
    return events
  },
}

function watchingPath(target: AnyFunction, self: unknown, args: unknown[]): unknown {
  return watching(String(args[0]), () => call(target, self, args))
}

function closing(target: AnyFunction, self: unknown, args: unknown[]): unknown {
  const result = call(target, self, args)
  forget(args[0])
  return result
}

function streaming(target: AnyFunction, self: unknown, args: unknown[]): unknown {
  const stream = call(target, self, args)
  noteStream(stream as object, capture())
  noteBeginning()
  return stream
}

const directoryTraps: Record<string, Trap> = { close: closingDirectory, closeSync: closingDirectory }

function closingDirectory(target: AnyFunction, self: unknown, args: unknown[]): unknown {
  const result = call(target, self, args)
  forgetDirectory(self as object)
  return result
}

const restores: (() => void)[] = []

/** Begins to watch `fs`. */
export function watchDescriptors(recorder: Recorder): void {
  record = recorder
  install(fs, traps)
  install(fs.promises, promiseTraps)
  for (const name of operations) {
    install(fs, { [name]: calledBack })
    install(fs.promises, { [name]: promised })
  }
  install(fs.Dir.prototype, directoryTraps)
}

/** Puts the functions of `fs` back, except what somebody else has replaced since. */
export function leaveDescriptors(): void {
  for (const restore of restores.splice(0)) restore()
}

function install(target: object, table: Record<string, Trap>): void {
  for (const [name, trap] of Object.entries(table)) restores.push(tap(target, [name], trap))
}

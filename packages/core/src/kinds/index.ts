import { childProcess } from './child-process.js'
import { descriptor, directory } from './descriptor.js'
import { fetchRequest } from './fetch.js'
import { fileHandle } from './file-handle.js'
import { unknownHandle } from './handle.js'
import { httpRequest } from './http-request.js'
import { http2Session } from './http2-session.js'
import { immediate } from './immediate.js'
import type { Kind } from './kind.js'
import { listener } from './listener.js'
import { messagePort } from './message-port.js'
import { native } from './native.js'
import { promise } from './promise.js'
import { requests } from './request.js'
import { server } from './server.js'
import { socket } from './socket.js'
import { stdin } from './stdin.js'
import { timer } from './timer.js'
import { udp } from './udp.js'
import { watcher } from './watcher.js'
import { worker } from './worker.js'
import { zlib } from './zlib.js'

/** Every kind. Adding one is a file beside this, a line here and its word in names.ts. */
export const kinds: readonly Kind[] = [
  timer,
  immediate,
  server,
  socket,
  stdin,
  http2Session,
  httpRequest,
  fetchRequest,
  udp,
  childProcess,
  worker,
  messagePort,
  watcher,
  fileHandle,
  descriptor,
  directory,
  zlib,
  listener,
  promise,
  ...requests,
  unknownHandle,
  native,
]

const byType = new Map<string, Kind>()
for (const kind of kinds) for (const type of kind.types) byType.set(type, kind)

/** Whether no kind knows a type. */
export const isForeign = (type: string): boolean => !byType.has(type)

/** The kind of a resource: by its type, else by whether it can say that it holds the event loop. */
export function kindOfType(type: string, resource: object): Kind | undefined {
  const kind = byType.get(type)
  if (kind) {
    if (kind.recognises && !kind.recognises(resource)) return undefined
    kind.born?.(resource)
    return kind
  }
  return typeof (resource as { hasRef?: unknown }).hasRef === 'function' ? unknownHandle : undefined
}

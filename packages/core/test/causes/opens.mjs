/* A package that opens an interval somewhere behind the call of whoever uses it, with nothing of theirs on the stack. */
import { readFile } from 'node:fs'
import { createServer } from 'node:net'

const later = (schedule, resolve) => schedule(() => resolve(setInterval(() => {}, 60_000)))
const atOnce = (fn) => fn()

export const inTimer = () => new Promise((resolve) => setTimeout(later, 1, atOnce, resolve))

export const inTickOfTimer = () => new Promise((resolve) => setTimeout(later, 1, process.nextTick, resolve))

export const inRequest = () => new Promise((resolve) => readFile(import.meta.filename, () => later(atOnce, resolve)))

/** Node itself calls back in a tick. */
export function inTickOfServer() {
  const server = createServer()
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => later(atOnce, resolve))).finally(() =>
    server.close(),
  )
}

export const inTickOfNobody = () => new Promise((resolve) => later(process.nextTick, resolve))

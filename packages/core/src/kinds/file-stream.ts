import type { ReadStream, WriteStream } from 'node:fs'
import { announce } from '../announced.js'
import type { CapturedStack } from '../stack.js'
import { WeakList } from '../weak-list.js'

type FileStream = (ReadStream | WriteStream) & { fd: number | null }

// A stream opens its file one step after the call that made it; only the stream knows both.
const streams = new WeakList<FileStream>()

/** Remembers a file stream and the call that made it. */
export function noteStream(stream: object, captured: CapturedStack): void {
  announce(stream, captured)
  streams.add(stream as FileStream)
}

/** The stream that holds a descriptor, if one does. */
export function streamOf(fd: number): FileStream | undefined {
  for (const stream of streams) if (!stream.destroyed && stream.fd === fd) return stream
  return undefined
}

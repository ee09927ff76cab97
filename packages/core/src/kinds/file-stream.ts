import type { ReadStream, WriteStream } from 'node:fs'
import { announce } from '../announced.js'
import type { CapturedStack } from '../stack.js'

type FileStream = (ReadStream | WriteStream) & { fd: number | null }

// A stream opens its file one step after the call that made it; only the stream knows both.
let streams: WeakRef<FileStream>[] = []
const mostStreams = 256

/** Remembers a file stream and the call that made it. */
export function noteStream(stream: object, captured: CapturedStack): void {
  announce(stream, captured)
  if (streams.length >= mostStreams) streams = streams.filter((reference) => reference.deref()?.destroyed === false)
  streams.push(new WeakRef(stream as FileStream))
}

/** The stream that holds a descriptor, if one does. */
export function streamOf(fd: number): FileStream | undefined {
  for (const reference of streams) {
    const stream = reference.deref()
    if (stream && !stream.destroyed && stream.fd === fd) return stream
  }
  return undefined
}

/* Node's diagnostic report lists every handle of libuv, also those that Node has no object for. It takes some ms. */

/** A handle, as libuv knows it. */
export interface LibuvHandle {
  type: string
  is_active: boolean
  is_referenced: boolean
  fd?: number
  remoteEndpoint?: unknown
}

/** All that libuv knows of this thread. */
export function libuvReport(): { handles: LibuvHandle[]; hasWorkers: boolean } {
  const { report } = process as unknown as {
    report: { excludeNetwork?: boolean; getReport(): { libuv: LibuvHandle[]; workers?: unknown[] } }
  }
  const before = report.excludeNetwork
  // Or it would ask for the names of all addresses.
  report.excludeNetwork = true
  try {
    const { libuv, workers = [] } = report.getReport()
    return { handles: libuv, hasWorkers: workers.length > 0 }
  } finally {
    report.excludeNetwork = before as boolean
  }
}

/** The path that the other end of a pipe listens on, where it has one. */
export function peerOfPipe(fd: number): string | undefined {
  const pipe = libuvReport().handles.find((handle) => handle.type === 'pipe' && handle.fd === fd)
  return typeof pipe?.remoteEndpoint === 'string' && pipe.remoteEndpoint ? pipe.remoteEndpoint : undefined
}

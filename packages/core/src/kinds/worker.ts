import type { Worker } from 'node:worker_threads'
import { workerOf } from '../announced.js'
import { handleState, type Kind, ownParts } from './kind.js'

interface WorkerHandle {
  hasRef(): boolean | undefined
  threadId: number
  stopThread(): void
}

/** `worker`: a worker thread; its ports and streams are part of it. */
export const worker: Kind<WorkerHandle> = {
  name: 'worker',
  types: ['WORKER'],
  depth: 16,
  state: handleState,
  maySettle: () => true,
  thing: workerOf,
  parts: (handle) => ownParts(workerOf(handle)).filter((part) => part !== handle),
  describe: (handle) => {
    const name = (workerOf(handle) as { threadName?: string } | undefined)?.threadName
    return `worker thread ${handle.threadId}${name && name !== 'WorkerThread' ? `: ${name}` : ''}`
  },
  remedy: () => 'end it with await worker.terminate()',
  reclaim: (handle) => {
    const owner = workerOf(handle) as Worker | undefined
    if (owner) return owner.terminate()
    handle.stopThread()
    return undefined
  },
}

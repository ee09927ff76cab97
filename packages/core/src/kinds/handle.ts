import { handleState, type Kind } from './kind.js'

interface UnknownHandle {
  hasRef(): boolean | undefined
  getAsyncId?(): number
  close?(): void
  constructor: { name: string }
}

/** `handle`: what nobody foresaw, such as a native addon's. Its own hasRef() decides. */
export const unknownHandle: Kind<UnknownHandle> = {
  name: 'handle',
  types: [],
  depth: 24,
  state: (handle) => (handle.getAsyncId?.() === -1 ? 'closed' : handleState(handle)),
  maySettle: () => true,
  describe: (handle) => `handle of type ${handle.constructor?.name ?? 'unknown'}`,
  remedy: () => 'close it the way its package documents, or unref it',
  reclaim: (handle) => {
    if (typeof handle.close !== 'function') throw new Error('it has no close()')
    handle.close()
  },
}

import type { Entry } from '../entry.js'
import type { Frame } from '../orphan.js'
import type { End } from './address.js'
import type { KindName } from './names.js'

/** `open` holds the event loop; `unref` is open and does not; `closed` is over. */
export type State = 'open' | 'unref' | 'closed'

/**
 * One sort of resource, with everything that is known about it in one place.
 *
 * Only the resource itself says whether it is open: a type name never decides.
 */
// biome-ignore lint/suspicious/noExplicitAny: every kind narrows it to Node's object of its types, which Node does not type.
export interface Kind<R = any> {
  /** The word for it, in reports and in allow rules. */
  readonly name: KindName
  /** The async_hooks types that announce it. */
  readonly types: readonly string[]
  /** How few frames of the creation stack may be kept where very many are made: Node's own ones, and the user's. */
  readonly depth: number
  /** Of a type that is announced for other things too: whether this is one. */
  recognises?(resource: object): boolean
  /** What is announced once more, under another object, when it is taken into use again. */
  reused?(resource: object): object | undefined
  /** Told of it inside the call that makes it, before it is entered. */
  born?(resource: R): void
  /** Whether it is open and holds the event loop. */
  state(resource: R): State
  /** It may end, or run code that may release something, by itself within `window` ms. */
  maySettle(resource: R, window: number): boolean
  /** Mostly it is over within a turn of the event loop, by itself. */
  readonly isBrief?: boolean
  /** Work that Node or the system was given, and that ends by itself. */
  readonly isRequest?: boolean
  /** It was released and only Node or the system has to finish: worth more patience than the window. */
  isEnding?(resource: R): boolean
  /** The object a person opened; resources of one such object are one orphan. Default: the resource. */
  thing?(resource: R): object | undefined
  /** The object this one exists on behalf of, e.g. the server of an accepted socket: reported there if that one is. */
  partOf?(resource: R): object | undefined
  /** Further objects that exist on behalf of this one, e.g. the pipes of a child process. */
  parts?(resource: R): Iterable<unknown>
  /** Which end of a connection it is, to know two sockets of one process for one pair. */
  end?(resource: R): End | undefined
  /** Node makes others for it outside every async context: they belong to its scope. */
  readonly adopts?: boolean
  /** Made by Node on behalf of what it is part of, or what triggered it: reported only where that one is not. */
  accompanies?(resource: R): boolean
  /** By the frames of its creation: Node set it inside the call that opened something else, whose part it is. */
  isNodes?(frames: readonly Frame[]): boolean
  /** Opened by Node or by the process itself for everybody, like stdout: nobody's orphan. */
  isProcessWide?(resource: R): boolean
  /** A package that opens it never does so in passing: it must be gone by the end of the test, whoever called. */
  readonly deliberate?: boolean
  /**
   * The last question, at the verdict, to all of this kind that would be orphans: which of them are? May take its time.
   * `left` is what else would be.
   */
  confirm?(entries: Entry[], left: Entry[]): Promise<Entry[]>
  /** Nobody saw it being made: that no creator is known says nothing. */
  readonly unseen?: boolean
  /**
   * Its own word where it differs from `name`, e.g. 'interval' for a Timeout that repeats.
   *
   * @param through The function that the user called, where one only passed the call on, e.g. jsdom's `setInterval`.
   */
  nameOf?(resource: R, through?: string): KindName
  /** In words, with its facts. */
  describe(resource: R, through?: string): string
  /** The call that closes it. */
  remedy(resource: R, through?: string): string
  /** Closes it, for good. May throw; may return a promise. */
  reclaim(resource: R): void | Promise<unknown>
}

const ownerCache = new Map<string, symbol>()

/** The JavaScript object behind one of Node's native handles: the net.Server of a TCP handle, for instance. */
// biome-ignore lint/suspicious/noExplicitAny: Node's internal handle objects have no types.
export function ownerOf(handle: any): any {
  const cached = ownerCache.get('owner_symbol')
  if (cached && handle[cached] !== undefined) return handle[cached]
  for (const symbol of Object.getOwnPropertySymbols(handle)) {
    if (symbol.description === 'owner_symbol') {
      ownerCache.set('owner_symbol', symbol)
      return handle[symbol]
    }
  }
  return undefined
}

/** What an object of Node's keeps under its symbols: its own timer, ports, streams. */
export const ownParts = (owner: object | undefined): unknown[] =>
  owner ? Object.getOwnPropertySymbols(owner).map((symbol) => (owner as Record<symbol, unknown>)[symbol]) : []

/** What holds a socket open; the handle of TLS only stands in front of it. */
export function socketState(socket: object | null | undefined): State {
  const handle = handleOf(socket)
  if (!socket || !handle) return 'closed'
  return isMocked(socket, handle) ? 'unref' : handleState(handle)
}

const handleOf = (socket: object | null | undefined): SocketHandle | undefined => {
  const handle = (socket as { _handle?: SocketHandle | null } | null | undefined)?._handle
  return handle?._parent ?? handle ?? undefined
}

export const isTcp = (handle: object): boolean => 'getpeername' in handle

/**
 * Who answers in the network's place, as msw does, has a socket think that it is connected: its handle was never given a
 * descriptor, and holds nothing. On Windows none ever tells of one.
 */
export function isMocked(
  socket: { connecting?: boolean },
  handle: SocketHandle | undefined = handleOf(socket),
): boolean {
  if (!handle || !isTcp(handle) || process.platform === 'win32') return false
  return !socket.connecting && handle.fd === -1 && handleState(handle) !== 'closed'
}

interface SocketHandle {
  fd?: number
  hasRef?(): boolean | undefined
  _parent?: SocketHandle | null
}

/** A libuv handle answers for itself: true, false when unref'd, undefined once it is closed. */
export function handleState(handle: { hasRef?: () => boolean | undefined }): State {
  const ref = handle.hasRef?.()
  return ref === undefined ? 'closed' : ref ? 'open' : 'unref'
}

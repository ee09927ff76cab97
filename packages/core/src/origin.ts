import { realpathSync } from 'node:fs'
import { announcedStack } from './announced.js'
import type { Entry } from './entry.js'
import { framesOf } from './frames.js'
import { currentFramework, isOurs } from './framework.js'
import type { Frame } from './orphan.js'
import { type CapturedStack, packageOf } from './stack.js'

/** Where a resource was created, and whose it is. */
export interface Origin {
  /** The first frame of the user's own code. */
  user: Frame | undefined
  /** The frame nearest to Node's own. */
  creator: Frame | undefined
  /** The creator's package; none for the project's own code. */
  package: string | undefined
  /** The creation stack without Node's, the runner's and our own frames. */
  stack: Frame[]
  /** The function that the creator called, where a DOM environment or a spy only passed the call on. */
  through?: string
  /** Opened by the runner, or by Node for no one in particular. */
  nobody: boolean
}

/** What sort of code a frame is. */
export type Role = 'node' | 'ours' | 'runner' | 'transparent' | 'package' | 'project'

/** What sort of code a frame is. */
export function roleOf(frame: Frame): Role {
  const { file } = frame
  const framework = currentFramework()
  if (file.startsWith('node:') || file.startsWith('internal/')) return 'node'
  if (isOurs(file)) return 'ours'
  if (framework.isTransparent(file)) return 'transparent'
  if (framework.isRunner(file)) return 'runner'
  return projectPackage(frame) ? 'package' : 'project'
}

const linked = new Map<string, boolean>()

/** The package of a frame, unless it is the project's own workspace linked into node_modules. */
function projectPackage(frame: Frame): string | undefined {
  const { root } = currentFramework()
  const inside = frame.file.startsWith(root) ? frame.file.slice(root.length) : frame.file
  const name = packageOf(inside)
  if (!name) return undefined
  const folder = frame.file.slice(0, frame.file.lastIndexOf(name) + name.length)
  let own = linked.get(folder)
  if (own === undefined) {
    own = isLinked(folder, root)
    linked.set(folder, own)
  }
  return own ? undefined : name
}

function isLinked(folder: string, root: string): boolean {
  try {
    const real = realpathSync(folder)
    return packageOf(real.startsWith(root) ? real.slice(root.length) : real) === undefined
  } catch {
    // A path that a source map made up is on no disk: it stays with its package.
    return false
  }
}

/** Finds out, once, where a resource was created. */
export function originOf(entry: Entry): Origin {
  entry.origin ??= findOrigin(entry)
  return entry.origin
}

function findOrigin(entry: Entry): Origin {
  const own = readStack(completed(entry))
  if (own.nobody || own.rooted) return own
  // A callback's stack begins at Node: what came before it is where the thing, or what called back, was made.
  const announced = announcedStack(entry.kind.thing?.(entry.resource) ?? entry.resource)
  const called = announced ? readStack(framesOf(announced)) : companion(entry)
  const origin = called?.creator ? following(own, called) : own
  if (called?.creator && (called.user || called.nobody)) return origin
  return entry.cause ? following(origin, originOf(entry.cause)) : origin
}

/** An origin that goes on where its stack ends. */
function following(own: Origin, behind: Origin): Origin {
  if (behind.nobody) return own
  if (!own.creator) return behind
  return { ...own, user: own.user ?? behind.user, stack: joined(own.stack, behind.stack) }
}

// Very many of one line share their frames.
const completions = new WeakMap<Frame[], { full: readonly CapturedStack[]; frames: Frame[] }>()

/**
 * The frames of an entry. A stack that was cut short goes on as the full ones of its scope and kind do that begin like it,
 * where those agree on the user's line.
 */
function completed({ captured, kind, scope }: Entry): Frame[] {
  const frames = framesOf(captured)
  const full = scope.fullStacksOf(kind)
  if (captured.kept !== kind.depth || full.includes(captured)) return frames
  const last = completions.get(frames)
  if (last?.full === full) return last.frames
  const completion = { full, frames: continued(frames, full) }
  completions.set(frames, completion)
  return completion.frames
}

function continued(frames: Frame[], full: readonly CapturedStack[]): Frame[] {
  const alike = full
    .map(framesOf)
    .filter((each) => each.length > frames.length && frames.every((frame, index) => isAt(each[index], frame)))
  const users = new Set(alike.map((each) => readStack(each).user).map((user) => user && placeOf(user)))
  const [first, ...others] = alike
  if (!first || users.size !== 1) return frames
  // Who called the user's line is said as far as all of them agree.
  const differs = first.findIndex((frame, index) => others.some((each) => !isAt(each[index], frame)))
  const user = first.findIndex((frame) => users.has(placeOf(frame)))
  return differs < 0 ? first : first.slice(0, Math.max(differs, user + 1))
}

const isAt = (frame: Frame | undefined, other: Frame): boolean =>
  frame !== undefined && placeOf(frame) === placeOf(other)

/**
 * The stack of another resource of the same thing, or of a part of it: Node gives a request its socket inside the call,
 * itself only later, and a session of HTTP/2 begins when its socket has connected.
 */
function companion(entry: Entry): Origin | undefined {
  const thing = entry.kind.thing?.(entry.resource)
  if (!thing) return undefined
  const things = new Set<unknown>([thing, ...(entry.kind.parts?.(entry.resource) ?? [])])
  for (const other of entry.scope.entries) {
    if (other === entry || !things.has(other.kind.thing?.(other.resource)) || other.state() === 'closed') continue
    const origin = readStack(framesOf(other.captured))
    if (origin.creator) return origin
  }
  return undefined
}

/** Both stacks, a frame that leads to itself, as in a poll loop, only once. */
function joined(stack: Frame[], behind: Frame[]): Frame[] {
  const seen = new Set(stack.map(placeOf))
  return [...stack, ...behind.filter((frame) => !seen.has(placeOf(frame)))]
}

const placeOf = (frame: Frame): string => `${frame.file}:${frame.line}:${frame.column}`

/** What a stack alone says of an origin. */
export const originOfFrames = (frames: Frame[]): Origin => readStack(frames)

interface ReadStack extends Origin {
  /** It goes down to the runner, so that nothing is missing. */
  rooted: boolean
}

// What very many were made by, such as a loop that leaks, is read once.
let known = new WeakMap<Frame[], ReadStack>()
let knownFor: object | undefined

function readStack(frames: Frame[]): ReadStack {
  const framework = currentFramework()
  if (framework !== knownFor) known = new WeakMap()
  knownFor = framework
  let read = known.get(frames)
  if (!read) {
    read = readFrames(frames)
    known.set(frames, read)
  }
  return read
}

function readFrames(frames: Frame[]): ReadStack {
  const stack: Frame[] = []
  let creator: Frame | undefined
  let user: Frame | undefined
  let owner: string | undefined
  let through: string | undefined
  let rooted = false
  for (const frame of frames) {
    const role = roleOf(frame)
    if (role === 'transparent' && !creator) through = frame.function
    if (role === 'runner') {
      // Only the runner's frame nearest to the creator says whom it worked for: every stack goes down to the rest of it.
      const forRunner = !creator || (!rooted && currentFramework().isHost?.(frame.file))
      if (forRunner) return { user, creator, package: owner, stack, nobody: true, rooted }
      rooted = true
    }
    if (role !== 'package' && role !== 'project') continue
    const kept = role === 'package' ? frame : withoutPackage(frame)
    stack.push(kept)
    if (!creator) {
      creator = kept
      owner = kept.package
    }
    if (!user && role === 'project') user = kept
  }
  return { user, creator, package: owner, stack, ...(through && { through }), nobody: false, rooted }
}

function withoutPackage(frame: Frame): Frame {
  const { package: _, ...rest } = frame
  return rest
}

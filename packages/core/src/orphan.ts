/** One line of a stack. */
export interface Frame {
  /** The function's name, where there is one. */
  function?: string
  /** Absolute path, or `node:...`. */
  file: string
  line: number
  column: number
  /** The npm package the file belongs to; none for the project's own code. */
  package?: string
}

/** Who must clean up: the scope in whose async context a resource was created. */
export interface Owner {
  type: 'run' | 'file' | 'test' | 'block'
  /** The test's full name, or the file's path. */
  name: string
  /** The test file, absolute. */
  file?: string
}

/** A resource still open after its owner has ended and has had its chance to settle. */
export interface Orphan {
  /** One of the kinds in the README, e.g. `'interval'`. */
  kind: string
  /** In words, with its facts: `interval every 5000 ms`. */
  description: string
  /** What closes it: `stop it with clearInterval(timer)`. */
  remedy: string
  /** The first frame of the user's own code. */
  origin?: Frame
  /** Where it was created: the frame nearest to Node's own. The same as `origin` unless a package did it. */
  creator?: Frame
  /** The package that created it; none for the project's own code. */
  package?: string
  /** The whole creation stack, source-mapped. */
  stack: Frame[]
  /** The scope that created it. */
  owner: Owner
  /** Open, but it does not hold the event loop. Only reported with `unref: true`. */
  unref: boolean
  /** How many equal orphans of this origin there are. */
  count: number
  /** When it was created, epoch ms; only kept when a run report is asked for. */
  createdAt?: number
}

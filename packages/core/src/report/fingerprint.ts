import { relative } from 'node:path'
import type { Orphan } from '../orphan.js'
import { textOf } from './source-text.js'

/** What stays the same about an origin while the file around it is edited. */
export interface Identity {
  kind: string
  /** The package that opened it; none for the project's own code. */
  package?: string
  /** Relative to the project's root, with forward slashes. */
  file: string
  /** The enclosing function, where it has a name. */
  function?: string
  /** The text of the line. */
  line: string
}

/** A path as reports and baselines hold it: relative to the root, with forward slashes; alike on every machine. */
export function portable(root: string, file: string): string {
  const path = relative(root, file).replaceAll('\\', '/')
  return path.startsWith('../../..') ? file.replaceAll('\\', '/') : path
}

/** What an orphan is known by in a baseline. */
export function identityOf(orphan: Pick<Orphan, 'kind' | 'package' | 'origin' | 'creator'>, root: string): Identity {
  const frame = orphan.origin ?? orphan.creator
  const name = frame?.function?.includes('<anonymous>') ? undefined : frame?.function
  return {
    kind: orphan.kind,
    ...(orphan.package && { package: orphan.package }),
    file: frame ? portable(root, frame.file) : '',
    ...(name && { function: name }),
    line: frame ? textOf(frame.file, frame.line) : '',
  }
}

/** The same string for the same identity. */
export const keyOf = (identity: Identity): string =>
  JSON.stringify([identity.kind, identity.package ?? '', identity.file, identity.function ?? '', identity.line])

/** A short name for an identity. */
export function fingerprintOf(identity: Identity): string {
  // Loaded only here: it is a large part of Node, and a run without orphans needs none of it.
  const { createHash } = process.getBuiltinModule('node:crypto')
  return createHash('sha256').update(keyOf(identity)).digest('hex').slice(0, 16)
}

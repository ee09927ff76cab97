import type { orphans as api } from '@no-orphans/core'
import { isNode, loadCore } from './core.js'

// Nothing is watched in a browser, so there is nothing to allow or to share.
const nothing: typeof api = { allow() {}, shared: (create) => create() }

/** What a test may say about what it leaves. */
export const orphans: typeof api = isNode
  ? {
      /**
       * Lets the current test leave what matches; at top level or in a `describe`, the current file.
       *
       * @param rule `kind`, `package`, `file`, `function` (strings, `*` is a wildcard; all that are given must match),
       * and the reason why this may be left.
       * @throws OptionError for a rule without a reason or with an unknown field.
       * @example
       * ```ts
       * orphans.allow({ kind: 'watcher', reason: 'the watcher is the thing under test' })
       * ```
       */
      allow: (rule) => loadCore().orphans.allow(rule),
      /**
       * Makes what is created inside belong to the file instead of the test: it must be released by the end of the file.
       *
       * @param create May be sync or async. Gives what it gives.
       * @example
       * ```ts
       * const pool = await orphans.shared(() => createPool())
       * ```
       */
      shared: (create) => loadCore().orphans.shared(create),
    }
  : nothing

import type { matchers } from '@no-orphans/core/matchers'

/** How a matcher is called: without what was given to `expect`, and a promise says nothing but that it is over. */
type Called<M> = M extends (received: unknown, ...args: infer Args) => infer Result
  ? (...args: Args) => Result extends Promise<unknown> ? Promise<void> : void
  : never

/** What `expect` gains: every matcher of the core. */
export type OrphanMatchers = { [Name in keyof typeof matchers]: Called<OmitThisParameter<(typeof matchers)[Name]>> }

// Type parameters must be declared exactly as the packages declare them.
/* biome-ignore-start lint/correctness/noUnusedVariables: as above */
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends OrphanMatchers {}
}

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: as above
    interface Matchers<R, T = {}> extends OrphanMatchers {}
  }
}
/* biome-ignore-end lint/correctness/noUnusedVariables: as above */

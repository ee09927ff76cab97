import type { matchers } from '@no-orphans/core/matchers'

/** How a matcher is called: without what was given to `expect`, and a promise says nothing but that it is over. */
type Called<M> = M extends (received: unknown, ...args: infer Args) => infer Result
  ? (...args: Args) => Result extends Promise<unknown> ? Promise<void> : void
  : never

/** What `expect` gains: every matcher of the core. */
export type OrphanMatchers = { [Name in keyof typeof matchers]: Called<OmitThisParameter<(typeof matchers)[Name]>> }

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: declared exactly as Vitest declares it
  interface Matchers<T = any> extends OrphanMatchers {}
}

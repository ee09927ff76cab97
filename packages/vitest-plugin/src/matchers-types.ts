import type { BlockOptions } from '@no-orphans/core'

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the type parameter must be declared as Vitest declares it
  interface Matchers<T = any> {
    toLeaveNoOrphans(options?: BlockOptions): Promise<void>
  }
}

import { matchers, type PatternMatchers } from '@no-orphans/core/matchers'
import { expect } from 'vitest'

declare module 'vitest' {
  interface Matchers<T = any> extends PatternMatchers {}
}

expect.extend(matchers as never)

/** The message a promise rejects with. */
export async function messageOf(promise: PromiseLike<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('it did not reject')
}

import { matchers } from '@no-orphans/core/matchers'
import { expect } from 'vitest'

type Called<M> = M extends (received: unknown, ...args: infer Args) => unknown
  ? (...args: Args) => Promise<void>
  : never
type All = { [Name in keyof typeof matchers]: Called<OmitThisParameter<(typeof matchers)[Name]>> }

declare module 'vitest' {
  interface Matchers<T = any> extends All {}
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

import { isOption, OptionError } from '@no-orphans/core/adapter'
import { type EnvironmentClass, type EnvironmentConfig, withOrphans } from './with-orphans.js'

/** An environment of Jest's own, whose options are known: one of ours among them is where nobody would read it. */
export function ownEnvironment<Base extends EnvironmentClass>(Base: Base): Base {
  class OwnEnvironment extends withOrphans(Base) {
    // biome-ignore lint/suspicious/noExplicitAny: a mixin's constructor takes any[], or TypeScript does not accept it.
    constructor(...args: any[]) {
      // A subclass may have an option of that name itself.
      if (new.target === OwnEnvironment) refuseMisplaced(args[0])
      super(...args)
    }
  }
  return OwnEnvironment
}

function refuseMisplaced({ projectConfig: { testEnvironmentOptions } }: EnvironmentConfig): void {
  const name = Object.keys(testEnvironmentOptions).find(isOption)
  if (name === undefined) return
  const moved = JSON.stringify({ orphans: { [name]: testEnvironmentOptions[name] } })
  throw new OptionError(`testEnvironmentOptions.${name} is not read; options go below orphans: ${moved}`)
}

import type { Framework } from '@no-orphans/core/worker'

// The last node_modules of a path decides whose a file is: Vite, and what a user starts with it, is not the runner's.
const inPackage = (names: string): RegExp =>
  new RegExp(`[\\\\/]node_modules[\\\\/](?:${names})[\\\\/](?!.*[\\\\/]node_modules[\\\\/])`)

const runner = inPackage('vitest|@vitest[\\\\/][^\\\\/]+|birpc')
const moduleRunner = /[\\/]vite[\\/]dist[\\/]node[\\/]module-runner\.js$/
// What only passes calls on: spies, fake clocks that fake something else, and the window of a DOM environment.
const passingOn = inPackage('@vitest[\\\\/]spy|tinyspy|@sinonjs[\\\\/]fake-timers|jsdom|happy-dom')
const bundledSpy = /[\\/]vitest[\\/]dist[\\/](?:chunks[\\/])?spy\b[^\\/]*$/

/** What the core must know of Vitest. */
export const framework = (version: string, root: string): Framework => ({
  name: 'vitest',
  version,
  root,
  isRunner: (file) => runner.test(file) || moduleRunner.test(file),
  isTransparent: (file) => passingOn.test(file) || bundledSpy.test(file),
})

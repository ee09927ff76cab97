import { rest } from '../whole-engine.js'
import type { ProfileHandler, ProfileHandlerOptions } from './handler.js'
import type { Monitor, MonitorOptions } from './monitor.js'
import type { Profile } from './profile.js'

export type { ProfileHandler, ProfileHandlerOptions } from './handler.js'
export type { Attributes, Exceeded, Monitor, MonitorOptions } from './monitor.js'
export type { Profile, ProfileGroup } from './profile.js'

/**
 * What is open now, grouped by kind and by where it began, most first: the goroutine profile of Node.
 *
 * Sees what was opened while something watched: a test under no-orphans, `monitor()` or `profileHandler()`. Where
 * nothing does, it gives Node's own counts, without places.
 *
 * @example
 * ```ts
 * console.log(profile().text())
 * // resource profile: total 12
 * // 11 @ interval
 * // #  poll  src/poll.ts:4:10
 * // #  start  src/app.ts:9:3
 * ```
 */
export const profile = (): Profile => rest().profile()

/**
 * An HTTP handler that answers with the profile of this process: `?debug=2` for a resource each, `?format=json` for
 * the data. It watches the process from the moment it is made, so make it early.
 *
 * For debugging endpoints, never open to the world: a profile tells paths, addresses and commands.
 *
 * @param options `allow`, see {@link ProfileHandlerOptions}.
 * @throws OptionError for a wrong option.
 * @example
 * ```ts
 * const debug = profileHandler()
 * http.createServer((req, res) => (req.url?.startsWith('/debug/resources') ? debug(req, res) : app(req, res)))
 * ```
 */
export const profileHandler = (options?: ProfileHandlerOptions): ProfileHandler => rest().profileHandler(options)

/**
 * Counts the open resources of a running program from time to time, as `runtime.NumGoroutine()` is watched in Go.
 * Its timer does not hold the process, and no stack is formatted unless somebody asks where things began.
 *
 * Counts what is opened from now on: start it early.
 *
 * @param options `interval` (ms, default 10000), `threshold`, `growth`, `onExceed`, `signal`.
 * @throws OptionError for a wrong option, or a limit that nobody would be told of.
 * @example
 * ```ts
 * monitor({ threshold: 1000, onExceed: ({ count, profile }) => log.warn(`${count} open\n${profile.text()}`) })
 * ```
 */
export const monitor = (options?: MonitorOptions): Monitor => rest().monitor(options)

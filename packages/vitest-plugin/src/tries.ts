/*
 * The fixtures that an aroundEach hook asks for are closed after every hook, ours included. The verdict on a test waits
 * for them, and is then thrown from the last of them, which Vitest counts as the test's.
 */

/** One try of a test. */
export interface Try {
  /** Fixtures that are open. */
  held: number
  /** Set when the last hook has run while fixtures were open: throws the verdict. */
  judge?: () => Promise<void>
}

const tries = new WeakMap<object, Try>()

/** Begins a try of a test. */
export function beginTry(task: object): Try {
  const begun = { held: 0 }
  tries.set(task, begun)
  return begun
}

/** Ends a try in which no fixture is open: none can be opened any more. Very many weak ones make each garbage collection slower. */
export function endTry(task: object): void {
  tries.delete(task)
}

type Use = (value: unknown) => Promise<void>

/** Runs a fixture of a test. While it is open there is no verdict on the test. */
export async function holdTry(
  task: object | undefined,
  fixture: (context: object, use: Use) => Promise<unknown>,
  context: object,
  use: Use,
): Promise<unknown> {
  const current = task && tries.get(task)
  if (!current) return fixture(context, use)
  let held = false
  try {
    return await fixture(context, (value) => {
      held = true
      current.held++
      return use(value)
    })
  } catch (error) {
    if (held) await release(current).catch((verdict) => Promise.reject(new AggregateError([error, verdict])))
    held = false
    throw error
  } finally {
    if (held) await release(current)
  }
}

async function release(current: Try): Promise<void> {
  if (--current.held === 0) await current.judge?.()
}

// biome-ignore lint/suspicious/noExplicitAny: these stand for every function of Node's that is watched.
export type AnyFunction = (...args: any[]) => any

/** Stands in front of a function; calls it by `Reflect.apply(target, self, args)`. */
export type Trap = (target: AnyFunction, self: unknown, args: unknown[]) => unknown

/**
 * Puts a trap in front of functions that may be the same one under several names. Nobody can tell: a proxy keeps name,
 * length and own properties. What was frozen stays as it is, and is not watched.
 *
 * @returns What puts the function back, except where somebody else has replaced it since.
 */
export function tap(holder: object, names: readonly PropertyKey[], trap: Trap): () => void {
  const functions = holder as Record<PropertyKey, AnyFunction>
  const original = functions[names[0] as PropertyKey] as AnyFunction
  const proxy = new Proxy(original, { apply: trap })
  for (const name of names) Reflect.set(functions, name, proxy)
  return () => {
    for (const name of names) if (functions[name] === proxy) Reflect.set(functions, name, original)
  }
}

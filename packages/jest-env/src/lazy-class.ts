/**
 * A class that is only loaded when it is first looked at: constructed, extended, or asked for a property.
 *
 * @param load Called once.
 */
export function lazyClass<Class extends new (...args: never[]) => object>(load: () => Class): Class {
  let loaded: Class | undefined
  const real = (): Class => {
    loaded ??= load()
    return loaded
  }
  // Of a class, a proxy could not give another prototype; of a function it can.
  const proxy: Class = new Proxy(function LazyClass() {} as unknown as Class, {
    construct: (_, args, target) => Reflect.construct(real(), args, target === proxy ? real() : target),
    get: (_, key) => Reflect.get(real(), key),
    has: (_, key) => Reflect.has(real(), key),
  })
  return proxy
}

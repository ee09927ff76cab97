const patterns = new Map<string, RegExp>()

/** Whether a whole text is what a pattern says, in which `*` stands for any text. */
export function matches(pattern: string, text: string | undefined): boolean {
  if (text === undefined) return false
  let compiled = patterns.get(pattern)
  if (!compiled) {
    const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    compiled = new RegExp(`^${source.join('.*')}$`)
    patterns.set(pattern, compiled)
  }
  return compiled.test(text)
}

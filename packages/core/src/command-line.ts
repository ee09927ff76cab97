const longest = 200

/** A command on one line, as far as a person reads: a browser's has thousands of characters, a script in one has lines. */
export function commandLine(args: readonly string[]): string {
  const line = args.join(' ').replace(/\s*\n\s*/g, ' ')
  return line.length > longest ? `${line.slice(0, longest)}...` : line
}

const longest = 200

/** A text as one line that a person reads: a browser's command has thousands of characters, a script in one has lines. */
export function oneLine(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ')
  return line.length > longest ? `${line.slice(0, longest)}...` : line
}

import { styleText } from 'node:util'

type Format = string | string[]

/** Writes words in colour, or as they are. */
export type Style = (format: Format, text: string) => string

/** Colours on a terminal that has them; plain elsewhere. The usual variables decide first. */
export function styleFor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): Style {
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  const refused = (env.NO_COLOR ?? '') !== '' || env.FORCE_COLOR === '0' || env.TERM === 'dumb'
  return forced || (stream.isTTY && !refused) ? coloured : plain
}

// Whether to colour was decided above, by the stream that is written to.
const coloured: Style = (format, text) => styleText(format as never, text, { validateStream: false } as never)

/** Words as they are. */
export const plain: Style = (_, text) => text

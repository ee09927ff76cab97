import { plain } from '../style.js'
import { summary } from '../summary.js'
import type { Format } from './index.js'

/** For a person: the summary and the verdict. */
export const text: Format = (report, { passed, verdict }, options = {}) => {
  const { style = plain } = options
  const lines = summary(report, options)
  return [...lines, ...(lines.length > 0 ? [''] : []), style(passed ? 'green' : 'red', `gate ${verdict}`), ''].join(
    '\n',
  )
}

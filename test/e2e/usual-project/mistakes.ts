import { inTests } from './in-tests.js'
import { inTheService } from './in-the-service.js'
import { inTools } from './in-tools.js'

/** One mistake, put into a copy of fixtures/usual-project. */
export interface Mistake {
  name: string
  /** The test file that meets it. */
  tests: 'users' | 'database' | 'cache' | 'wait' | 'export'
  file: string
  search: string
  replace: string
  expected: Blame
}

/** The one orphan that must be reported. */
export interface Blame {
  kind: string
  package?: string
  /** The test to blame; none for what the file's own hooks opened. */
  test?: string
  /** Whether the test fails, or the file: what a package opened in passing has until the end of the file. */
  at: 'test' | 'file'
  file: string
  /** The reported line, as it is in the source. */
  line: string
  count?: number
}

/** The whole list. */
export const mistakes: Mistake[] = [...inTheService, ...inTests, ...inTools]

/** Kept the same as the package's, by a test. */
export const toolVersion = '0.1.0'

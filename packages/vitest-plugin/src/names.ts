/** Under this key the plugin hands its options to the workers. */
export const handedKey = 'no-orphans'

/** Of the Node that runs this: where its versions differ and nothing can be asked. */
export const nodeMajor = Number.parseInt(process.versions.node, 10)

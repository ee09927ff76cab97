// For require(): hands over the ES module, which Node can require from 20.19 on.
export * from './matchers.js'

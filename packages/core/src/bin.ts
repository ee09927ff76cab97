#!/usr/bin/env node
import { main } from './command/main.js'

const { stdout, stderr, env } = process
// Whoever reads, such as `head`, may have read enough: the verdict is still the exit code.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}
main(process.argv.slice(2), { stdout, stderr, env, cwd: process.cwd() }).then((code) => {
  process.exitCode = code
})

#!/usr/bin/env node
import { main } from './command/main.js'

const { stdout, stderr, env } = process
main(process.argv.slice(2), { stdout, stderr, env, cwd: process.cwd() }).then((code) => {
  process.exitCode = code
})

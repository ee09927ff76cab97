import type { Command } from './usage.js'
export const why: Command = { name: 'why', about: 'run a program and say what keeps it alive', help: '', run: () => 2 }

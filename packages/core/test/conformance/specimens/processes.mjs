import { exec, execFile, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Worker } from 'node:worker_threads'

const noop = () => {}
// A child that is unref'd is closed by nobody: it throws once this process is gone.
const forever = `setInterval(() => process.kill(${process.pid}, 0), 1000)`
// The shell's own child outlives it where the shell does not make way for it: this one ends with its input.
const untilLeft = `${forever}; process.stdin.on('end', () => process.exit()).resume()`
const untilUnread = "setInterval(() => process.stdout.write('.'), 50)"
const soon = 'setTimeout(() => {}, 1)'

const killed = async (child) => {
  const over = once(child, 'close')
  child.kill('SIGKILL')
  await over
}

const child = { kind: 'child-process', close: killed, description: /^child process \d+: .*setInterval.*$/ }

const streams = (child) => [child.stdin, child.stdout, child.stderr, child.channel].filter(Boolean)

/** A process that connects to a port and stays; it holds this one by nothing else. */
function connector(port) {
  const program = `require('node:net').connect(${port}, '127.0.0.1').resume()`
  const child = spawn(process.execPath, ['-e', program], { stdio: 'ignore' })
  child.unref()
  return child
}

export const processes = [
  {
    ...child,
    name: 'spawn',
    async open() {
      const child = spawn(process.execPath, ['-e', forever]) // begins
      await once(child, 'spawn')
      return child
    },
    endsByItself: () => void spawn(process.execPath, ['-e', soon]),
    // Its input holds nothing by itself.
    unref(child) {
      for (const each of [child, child.stdout, child.stderr]) each.unref()
    },
    ref(child) {
      for (const each of [child, ...streams(child)]) each.ref()
    },
  },
  {
    ...child,
    name: 'spawn without pipes',
    async open() {
      const child = spawn(process.execPath, ['-e', forever], { stdio: 'ignore' }) // begins
      await once(child, 'spawn')
      return child
    },
    unref: (child) => child.unref(),
    ref: (child) => child.ref(),
  },
  {
    ...child,
    name: 'exec',
    async open() {
      const child = exec(`"${process.execPath}" -e "${untilLeft}"`, noop) // begins
      await once(child, 'spawn')
      return child
    },
    async close(child) {
      const over = once(child, 'exit')
      child.kill('SIGKILL')
      for (const stream of streams(child)) stream.destroy()
      await over
    },
  },
  {
    ...child,
    name: 'execFile with a timeout',
    async open() {
      const child = execFile(process.execPath, ['-e', forever], { timeout: 600_000 }, noop) // begins
      await once(child, 'spawn')
      return child
    },
  },
  {
    ...child,
    name: 'spawn with a timeout',
    async open() {
      const child = spawn(process.execPath, ['-e', forever], { timeout: 600_000 }) // begins
      await once(child, 'spawn')
      return child
    },
  },
  {
    ...child,
    name: 'execFile',
    async open() {
      const child = execFile(process.execPath, ['-e', forever], noop) // begins
      await once(child, 'spawn')
      return child
    },
  },
  {
    ...child,
    name: 'fork',
    description: /^child process \d+: .*forked\.mjs$/,
    async open() {
      const child = fork(new URL('../forked.mjs', import.meta.url)) // begins
      await once(child, 'message')
      return child
    },
  },
  {
    name: 'worker',
    kind: 'worker',
    description: /^worker thread \d+$/,
    async open() {
      const worker = new Worker(forever, { eval: true }) // begins
      await once(worker, 'online')
      return worker
    },
    close: (worker) => worker.terminate(),
    endsByItself: () => void new Worker('1 + 1', { eval: true }),
    unref: (worker) => worker.unref(),
    ref: (worker) => worker.ref(),
  },
  {
    name: 'worker with streams and listeners',
    kind: 'worker',
    description: /^worker thread \d+$/,
    async open() {
      const file = new URL('../worker.mjs', import.meta.url)
      const worker = new Worker(file, { stdin: true, stdout: true, stderr: true }) // begins
      worker.stdout.on('data', noop)
      worker.on('message', noop)
      await once(worker, 'message')
      return worker
    },
    close: (worker) => worker.terminate(),
  },
  {
    name: "spawn, unref'd without its pipe",
    kind: 'socket',
    costly: true,
    description: 'socket on a pipe',
    close: killed,
    async open() {
      const child = spawn(process.execPath, ['-e', untilUnread], { stdio: ['ignore', 'pipe', 'ignore'] }) // begins
      await once(child, 'spawn')
      child.unref()
      return child
    },
  },
  {
    name: "spawn, unref'd while its input is not taken",
    kind: 'socket',
    costly: true,
    description: 'socket on a pipe',
    close: killed,
    async open() {
      const child = spawn(process.execPath, ['-e', forever], { stdio: ['pipe', 'ignore', 'ignore'] }) // begins
      await once(child, 'spawn')
      child.unref()
      child.stdin.on('error', noop).write(Buffer.alloc(1_000_000))
      return child
    },
  },
  {
    ...child,
    name: "fork, unref'd without its channel",
    description: "channel to a child process that is itself unref'd",
    async open() {
      const child = fork(new URL('../forked.mjs', import.meta.url)) // begins
      await once(child, 'message')
      child.unref()
      return child
    },
  },
  {
    name: "worker, unref'd and then listened on",
    kind: 'message-port',
    costly: true,
    description: 'message port that is listened on',
    close: (worker) => worker.terminate(),
    async open() {
      const worker = new Worker(forever, { eval: true }) // begins
      await once(worker, 'online')
      worker.unref()
      worker.on('message', noop)
      return worker
    },
  },
  {
    name: "connection from another process, of a server that is unref'd",
    kind: 'socket',
    costly: true,
    description: /^socket accepted from 127\.0\.0\.1:\d+$/,
    async open() {
      const server = createServer((socket) => socket.on('error', noop).resume())
      server.listen(0, '127.0.0.1') // begins
      await once(server, 'listening')
      const child = connector(server.address().port)
      const [socket] = await once(server, 'connection')
      server.unref()
      return { child, server, socket }
    },
    async close({ child, server, socket }) {
      const over = once(socket, 'close')
      server.close()
      await killed(child)
      await over
    },
  },
]

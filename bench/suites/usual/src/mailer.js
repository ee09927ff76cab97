import { connect } from 'node:net'

/** Not used in the tests: they put a mock in its place. */
export function sendMail({ to, subject }) {
  return new Promise((resolve, reject) => {
    const socket = connect(25, 'localhost', () => socket.end(`TO ${to}\n${subject}\n`, () => resolve({ to })))
    socket.on('error', reject)
  })
}

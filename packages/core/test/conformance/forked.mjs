/* Lives until it is killed, or its channel is closed. */
process.on('message', () => {})
process.send('ready')

// A process that writes a file and does not come to an end: its starter kills it.
import { setInterval } from 'node:timers'
import { writeWhole } from '../../src/node/writeWhole.ts'

async function* endless() {
  yield Uint8Array.of(1)
  process.send?.('writing')
  setInterval(() => undefined, 1000)
  await new Promise(() => undefined)
}

void writeWhole(process.argv[2] as string, async () => endless())()

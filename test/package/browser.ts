// A consumer in the browser: bundled from the packed package, run in a page, and type-checked against its declarations.
import { ones, toNested } from 'pullback'
import { decodeNpz, encodeNpz } from 'pullback/codec'
import { separate } from './spiral.ts'
import { learn } from './xor.ts'

const roundTrip = () => {
  const back = decodeNpz(encodeNpz({ x: ones([2]) }))
  return back._tag === 'Right' ? toNested(back.right.x!) : back.left
}

// The test waits for this promise, and looks at what it gives.
const result = (async () => ({ ...(await learn()), npz: roundTrip(), spiral: await separate() }))()
Object.assign(globalThis, { result })

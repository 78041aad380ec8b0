// expect: 6 heads of queries cannot share 4 heads of keys and values: 2 are left over
import { transformerEncoderBlock } from 'pullback'

export const block = transformerEncoderBlock(12, 6, { keyValueHeads: 4 })

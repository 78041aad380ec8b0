import { isLeft } from 'fp-ts/lib/Either.js'
import { some } from 'fp-ts/lib/Option.js'
import { expect, test } from 'vitest'
import { loadFashionMnist } from '../../examples/fashion-mnist/data.ts'
import { hasShared, shared } from '../shared.ts'
import { notebook, printed, shown } from './fashionNotebook.ts'

test.runIf(hasShared('data/fashion-mnist', 'fashion-mnist'))(
  'in f64, all lines and the test accuracy are those that the notebook prints',
  async () => {
    const loaded = await loadFashionMnist(some(shared('data')))()
    if (isLeft(loaded)) throw new Error(loaded.left._tag)
    const { lines, share } = await notebook(loaded.right, 20, 'f64')
    expect(lines.map(shown)).toEqual(printed)
    expect(share).toBe(0.8163)
  },
)

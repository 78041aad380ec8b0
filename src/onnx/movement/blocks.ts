/**
 * Blocks of images as channels, and channels as blocks.
 *
 * @module
 */
import { reshape, transpose } from '../node/arrays.ts'
import type { Operator } from '../node/operator.ts'
import { moving } from './moving.ts'

const blocks = { blocksize: 'int', mode: 'string' } as const

export const blockMovements: Readonly<Record<string, Operator>> = {
  DepthToSpace: moving(
    node => {
      const [block, mode] = [node.int('blocksize'), node.oneOf('mode', ['DCR', 'CRD'], 'DCR')]
      return x => {
        const [n, c, h, w] = x.shape as [number, number, number, number]
        const depth = c / block ** 2
        const split = mode === 'DCR' ? [n, block, block, depth, h, w] : [n, depth, block, block, h, w]
        const order = mode === 'DCR' ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3]
        return reshape([n, depth, h * block, w * block], transpose(order, reshape(split, x)))
      }
    },
    { attributes: blocks },
  ),
  SpaceToDepth: moving(
    node => {
      const [block, mode] = [node.int('blocksize'), node.oneOf('mode', ['DCR', 'CRD'], 'DCR')]
      return x => {
        const [n, c, h, w] = x.shape as [number, number, number, number]
        const split = [n, c, h / block, block, w / block, block]
        const order = mode === 'DCR' ? [0, 3, 5, 1, 2, 4] : [0, 1, 3, 5, 2, 4]
        return reshape([n, c * block ** 2, h / block, w / block], transpose(order, reshape(split, x)))
      }
    },
    { attributes: blocks },
  ),
}

/**
 * Laws of pooling over whole channels and over as many windows as are asked for, along sequences and over volumes.
 *
 * @module
 */
import {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  globalAvgPool1d,
  globalAvgPool2d,
  globalAvgPool3d,
  globalMaxPool1d,
  globalMaxPool2d,
  globalMaxPool3d,
  op,
  type Tensor,
} from '../../../src/index.ts'
import { tensors } from '../../arbitraries.ts'
import { every, norm, summed } from '../../close.ts'
import { type Law, type LawSet, law, lawSet } from '../../law.ts'
import { forget, runAlone as run, type TreeLayer } from '../same.ts'
import type { Sizes } from './places.ts'

/** That a layer does with sequences or volumes what another one does with them as images. */
const asImages = (
  [layer, extent]: readonly [TreeLayer, Sizes],
  [images, image]: readonly [TreeLayer, Sizes],
  counts: Sizes,
): Law =>
  law(
    'W24',
    'it is what is done with images that have the same numbers: with sequences in one row, with the planes of a volume below each other',
    [tensors([2, 2, ...extent]), tensors([2, 2, ...counts])],
    (x, dy) => {
      const [y, pullback] = run(layer, x)
      const [wanted, pullImages] = run(images, op.reshape([2, 2, ...image])(x))
      const dx = pullImages(op.reshape(wanted.shape)(dy))
      const near = summed(64, undefined, norm([x, dy]))
      return every(
        near(y, op.reshape([2, 2, ...counts])(wanted)),
        near(pullback(dy), op.reshape(x.shape)(dx)),
      )
    },
  )

const line: Sizes = [5]
const row: Sizes = [1, 5]
const volume: Sizes = [2, 3, 3]
const stacked: Sizes = [6, 3]

/** Laws of layers that pool whole channels, or into as many bins as asked for. */
export const channelPoolLaws = {
  globalAvgPool1d: (layer: TreeLayer = forget(globalAvgPool1d())): LawSet =>
    lawSet('globalAvgPool1d', [asImages([layer, line], [forget(globalAvgPool2d()), row], [])], [], 25),
  globalAvgPool3d: (layer: TreeLayer = forget(globalAvgPool3d())): LawSet =>
    lawSet('globalAvgPool3d', [asImages([layer, volume], [forget(globalAvgPool2d()), stacked], [])], [], 25),
  globalMaxPool1d: (layer: TreeLayer = forget(globalMaxPool1d())): LawSet =>
    lawSet('globalMaxPool1d', [asImages([layer, line], [forget(globalMaxPool2d()), row], [])], [], 25),
  globalMaxPool3d: (layer: TreeLayer = forget(globalMaxPool3d())): LawSet =>
    lawSet('globalMaxPool3d', [asImages([layer, volume], [forget(globalMaxPool2d()), stacked], [])], [], 25),
  adaptiveAvgPool1d: (layer: (size: number) => TreeLayer = size => forget(adaptiveAvgPool1d(size))): LawSet =>
    lawSet(
      'adaptiveAvgPool1d',
      [asImages([layer(3), line], [forget(adaptiveAvgPool2d([1, 3])), row], [3])],
      [],
      25,
    ),
  adaptiveAvgPool3d: (
    layer: (size: readonly [number, number, number]) => TreeLayer = size => forget(adaptiveAvgPool3d(size)),
  ): LawSet =>
    lawSet(
      'adaptiveAvgPool3d',
      [
        // Where each plane is a bin of its own, volumes are images below each other.
        asImages([layer([2, 3, 2]), volume], [forget(adaptiveAvgPool2d([6, 2])), stacked], [2, 3, 2]),
        law(
          'W25',
          'bins along the depth give what bins along the height give of the volume that is turned',
          [tensors([2, 2, 3, 4, 2])],
          x => {
            const turned = op.transpose([0, 1, 3, 2, 4])(x) as Tensor
            const [y] = run(layer([2, 3, 2]), x)
            const [other] = run(layer([3, 2, 2]), turned)
            return summed(64, undefined, norm(x))(y, op.transpose([0, 1, 3, 2, 4])(other) as Tensor)
          },
        ),
      ],
      [],
      25,
    ),
} as const

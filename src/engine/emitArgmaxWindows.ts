/**
 * Code that finds the largest element of each window, without branches.
 *
 * @module
 */
import type { Pair } from '../primitive/sliding.ts'
import type { FunctionBuilder } from './assembler.ts'
import type { Lanes } from './vectorLanes.ts'

/** Windows over `planes` images of one channel, without padding, and the byte addresses of images and positions. */
export interface ArgmaxWindowsSpec {
  readonly dtype: Lanes
  readonly planes: number
  readonly image: Pair
  readonly size: Pair
  readonly windows: Pair
  readonly strides: Pair
  readonly from: number
  readonly to: number
}

/** Emits the positions of the largest elements. */
export const emitArgmaxWindows = (f: FunctionBuilder, spec: ArgmaxWindowsSpec): void => {
  const { dtype, planes, image, size, windows, strides, from, to } = spec
  const bytes = dtype === 'f32' ? 4 : 8
  const load = `${dtype}.load` as const
  const [plane, row, column] = [f.local('i32'), f.local('i32'), f.local('i32')] as const
  const [planeAt, rowAt, at, target, rowStart, start] = [
    f.local('i32'),
    f.local('i32'),
    f.local('i32'),
    f.local('i32'),
    f.local('i32'),
    f.local('i32'),
  ] as const
  const [best, wins, value, largest] = [
    f.local('i32'),
    f.local('i32'),
    f.local(dtype),
    f.local(dtype),
  ] as const
  const advance = (local: typeof at, by: number): void => {
    f.get(local).i32(by).op('i32.add').set(local)
  }
  const emitWindow = (): void => {
    f.get(at).memory(load, from).set(largest).get(start).set(best)
    for (let i = 0; i < size[0]; i++)
      for (let j = 0; j < size[1]; j++) {
        if (i + j === 0) continue
        const place = i * image[1] + j
        f.get(at)
          .memory(load, from + place * bytes)
          .set(value)
        // What is larger than the largest so far wins, and so does the first NaN.
        f.get(value).get(largest)
        f.get(start).i32(place).op('i32.add').get(best)
        f.get(value)
          .get(largest)
          .op(`${dtype}.le`, 'i32.eqz')
          .get(largest)
          .get(largest)
          .op(`${dtype}.eq`, 'i32.and')
        f.tee(wins).op('select').set(best)
        f.get(wins).op('select').set(largest)
      }
  }
  f.i32(0).set(planeAt).i32(0).set(target)
  f.for(plane, 0, planes, 1, () => {
    f.get(planeAt).set(rowAt).i32(0).set(rowStart)
    f.for(row, 0, windows[0], 1, () => {
      f.get(rowAt).set(at).get(rowStart).set(start)
      f.for(column, 0, windows[1], 1, () => {
        emitWindow()
        f.get(target).get(best).memory('i32.store', to)
        advance(target, 4)
        advance(at, strides[1] * bytes)
        advance(start, strides[1])
      })
      advance(rowAt, strides[0] * image[1] * bytes)
      advance(rowStart, strides[0] * image[1])
    })
    advance(planeAt, image[0] * image[1] * bytes)
  })
  f.release(plane, row, column, planeAt, rowAt, at, target, rowStart, start, best, value, largest, wins)
}

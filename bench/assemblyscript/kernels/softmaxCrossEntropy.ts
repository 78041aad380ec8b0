/**
 * Softmax and cross-entropy as one kernel, its pullback included.
 *
 * @module
 */
import { exp } from './exp'
import { firstLanes, lanesOf, maxOfLanes, storeLanes, sumOfLanes } from './lanes'

@inline
function log<T>(x: T): T {
  return sizeof<T>() == 8 ? <T>Math.log(<f64>x) : <T>Mathf.log(<f32>x)
}

/** The mean cross-entropy of the rows of `z`, whose labels are i32; `dz` becomes its gradient. */
export function softmaxCrossEntropy<T>(z: usize, labels: usize, dz: usize, rows: i32, columns: i32): f64 {
  const lanes = lanesOf<T>()
  const least = v128.splat<T>(<T>-Infinity)
  let loss: T = 0
  for (let i = 0; i < rows; i++) {
    let greatest = least
    for (let j = 0; j < columns; j += lanes) {
      const x = v128.bitselect(v128.load(z + <usize>j * sizeof<T>()), least, firstLanes<T>(columns - j))
      greatest = v128.max<T>(greatest, x)
    }
    const most = maxOfLanes<T>(greatest)
    const shift = v128.splat<T>(most)
    let sums = v128.splat<T>(<T>0)
    for (let j = 0; j < columns; j += lanes) {
      const at = <usize>j * sizeof<T>()
      const e = v128.and(exp<T>(v128.sub<T>(v128.load(z + at), shift)), firstLanes<T>(columns - j))
      sums = v128.add<T>(sums, e)
      storeLanes<T>(dz + at, e, columns - j)
    }
    const sum = sumOfLanes<T>(sums)
    const factor = v128.splat<T>(<T>1 / (sum * <T>rows))
    for (let j = 0; j < columns; j += lanes) {
      const at = <usize>j * sizeof<T>()
      storeLanes<T>(dz + at, v128.mul<T>(v128.load(dz + at), factor), columns - j)
    }
    const label = <usize>load<i32>(labels + 4 * i) * sizeof<T>()
    store<T>(dz + label, load<T>(dz + label) - <T>1 / <T>rows)
    loss += log<T>(sum) + most - load<T>(z + label)
    z += <usize>columns * sizeof<T>()
    dz += <usize>columns * sizeof<T>()
  }
  return <f64>(loss / <T>rows)
}

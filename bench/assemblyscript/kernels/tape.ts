/**
 * A whole step in one call: kernel after kernel, as a tape says.
 *
 * @module
 */
import * as elementwise from './elementwise'
import { matmul } from './matmul'
import * as rows from './rows'
import { softmaxCrossEntropy } from './softmaxCrossEntropy'

@inline
function word(at: usize, i: usize): i32 {
  return <i32>load<f64>(at + 8 * i)
}

/**
 * Plays `count` entries of ten f64 each: the number of a kernel and its arguments. What kernels give goes to `results`, one f64
 * an entry.
 */
export function play<T>(tape: usize, count: i32, results: usize): void {
  for (let i = 0; i < count; i++) {
    const p = tape + 8
    let result: f64 = 0
    switch (<i32>load<f64>(tape)) {
      case 0:
        matmul<T>(
          word(p, 0), word(p, 1), word(p, 2), word(p, 3), word(p, 4), word(p, 5),
          word(p, 6) != 0, word(p, 7) != 0, word(p, 8),
        )
        break
      case 1:
        rows.addRow<T>(word(p, 0), word(p, 1), word(p, 2), word(p, 3))
        break
      case 2:
        rows.sumRows<T>(word(p, 0), word(p, 1), word(p, 2), word(p, 3))
        break
      case 3:
        elementwise.sigmoid<T>(word(p, 0), word(p, 1), word(p, 2))
        break
      case 4:
        elementwise.sigmoidPullback<T>(word(p, 0), word(p, 1), word(p, 2), word(p, 3))
        break
      case 5:
        elementwise.leakyRelu<T>(word(p, 0), word(p, 1), word(p, 2), load<f64>(p, 24))
        break
      case 6:
        elementwise.leakyReluPullback<T>(word(p, 0), word(p, 1), word(p, 2), word(p, 3), load<f64>(p, 32))
        break
      case 7:
        result = softmaxCrossEntropy<T>(word(p, 0), word(p, 1), word(p, 2), word(p, 3), word(p, 4))
        break
      case 8:
        result = elementwise.descend<T>(word(p, 0), word(p, 1), word(p, 2), word(p, 3), load<f64>(p, 32)) ? 1 : 0
        break
      default:
        unreachable()
    }
    store<f64>(results, result)
    tape += 80
    results += 8
  }
}

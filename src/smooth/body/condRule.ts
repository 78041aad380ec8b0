/**
 * Choices as they are differentiated and batched.
 *
 * @module
 */

import type { CondOptions } from '../../primitive/core/program.ts'
import { select } from '../../primitive/elementwise/compare.ts'
import { broadcastAlong } from '../../primitive/reduction/broadcast.ts'
import { type Branch, condOf } from '../../program/condOf.ts'
import { kindOf } from '../../tensor/dtype.ts'
import { zerosLike } from '../../tensor/function/constructors.ts'
import type { AnyTensor, Integers, Tensor } from '../../tensor/tensor.ts'
import { type Operand, spread } from './batchingRule.ts'
import { condWithPullback } from './condPullback.ts'
import { dependingOutputs, passesTangents, type Rule } from './rule.ts'

const bodiesOf = ({ onTrue, onFalse }: CondOptions) => [onTrue, onFalse] as const

/** For each example the one or the other. */
export const chosen = (mask: AnyTensor, x: AnyTensor, y: AnyTensor): AnyTensor =>
  select(broadcastAlong(x.shape, [0])(mask as Tensor) as AnyTensor as Integers, x as Tensor, y as Tensor)

export const condRule: Rule<CondOptions> = {
  tangent: (options, { values, tangents }, push) => {
    const bodies = bodiesOf(options)
    const [predicate, ...operands] = values as readonly [AnyTensor, ...AnyTensor[]]
    const [, ...directions] = tangents
    const varied = dependingOutputs(
      bodies,
      directions.map(dx => dx !== null),
      passesTangents,
    ).flatMap((is, i) => (is ? [i] : []))
    const given = directions.flatMap((dx, i) => (dx === null ? [] : [i]))
    const branches = bodies.map(
      (body): Branch =>
        symbols => {
          const pushed = push(body, {
            values: symbols.slice(0, operands.length),
            tangents: operands.map((_, i) =>
              given.includes(i) ? (symbols[operands.length + given.indexOf(i)] as AnyTensor) : null,
            ),
          })
          const found = varied.filter(i => kindOf((pushed.values[i] as AnyTensor).dtype) === 'float')
          return [
            ...pushed.values,
            ...found.map(i => pushed.tangents[i] ?? zerosLike(pushed.values[i] as AnyTensor)),
          ]
        },
    )
    const results = condOf(
      predicate,
      [...operands, ...given.map(i => directions[i] as AnyTensor)],
      branches as [Branch, Branch],
    )
    const count = options.onTrue.outputs.length
    const outputs = results.slice(0, count)
    const found = varied.filter(i => (outputs[i] as AnyTensor).kind === 'float')
    return {
      values: outputs,
      tangents: outputs.map((_, i) => {
        const place = found.indexOf(i)
        return place < 0 ? null : (results[count + place] as AnyTensor)
      }),
    }
  },
  // One predicate for all examples is still a choice; where each has its own, both branches run.
  batch: (options, [predicate, ...operands], size, run) => {
    const { tensor, batched } = predicate as Operand
    const bodies = bodiesOf(options)
    if (batched) {
      const [ones, others] = bodies.map(body => run(body, operands).map(y => spread(y, size)))
      return (ones ?? []).map((y, i) => ({
        tensor: chosen(tensor, y, others?.[i] as AnyTensor),
        batched: true,
      }))
    }
    const isBatched = dependingOutputs(
      bodies,
      operands.map(x => x.batched),
      () => true,
    )
    const branches = bodies.map(
      (body): Branch =>
        symbols => {
          const given = symbols.map((x, i) => ({ tensor: x, batched: operands[i]?.batched === true }))
          return run(body, given).map((y, i) => (isBatched[i] === true ? spread(y, size) : y.tensor))
        },
    )
    const alls = operands.map(x => x.tensor)
    return condOf(tensor, alls, branches as [Branch, Branch]).map((y, i) => ({
      tensor: y,
      batched: isBatched[i] === true,
    }))
  },
  pullback: (options, [predicate, ...operands], varies, linearise) => {
    const own = (operand: number): boolean => varies(operand + 1)
    const { results, pull } = condWithPullback(
      bodiesOf(options).map(body => linearise(body, own)),
      predicate as AnyTensor,
      operands,
      own,
    )
    return { results, pull: cotangents => [undefined, ...pull(cotangents)] }
  },
}

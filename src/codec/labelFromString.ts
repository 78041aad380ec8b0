/**
 * Classes that come as text.
 *
 * @module
 */
import * as t from 'io-ts'
import { checkedCodec, needs, showValue, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { anyText } from './contract.ts'

/**
 * The position of a class among the names of all, from 0: a label as losses and metrics take it. All other texts are refused.
 *
 * @throws ArgumentError unless the names are texts, each once, and there is one.
 *
 * @example
 * import { labelFromString } from 'pullback/codec'
 * const species = labelFromString(['setosa', 'versicolor', 'virginica'])
 * species.decode('virginica') // right(2)
 *
 * @category Codecs
 * @since 0.1.0
 */
export const labelFromString = takes(
  'labelFromString',
  { names: needs.listOf(anyText, 'names of classes', 1) },
  () => labelOf,
)

const labelOf = (names: readonly string[]): t.Type<number, string, unknown> => {
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new ArgumentError(`labelFromString was given the class '${twice}' twice.`)
  const labels = new Map(names.map((name, i) => [name, i]))
  const all = names.map(name => `'${name}'`).join(', ')
  return checkedCodec(
    'labelFromString',
    new t.Type<number, string, unknown>(
      `one of ${all}`,
      (x): x is number => typeof x === 'number' && names[x] !== undefined,
      (input, context) => {
        const label = labels.get(input as string)
        return label === undefined
          ? t.failure(
              input,
              context,
              `${typeof input === 'string' ? `'${input}'` : showValue(input)} is not one of ${all}`,
            )
          : t.success(label)
      },
      label => names[label] as string,
    ),
  )
}

/**
 * Sequences of labels of several lengths, and what they have to be for scores over time.
 *
 * @module
 */
import { mul } from '../primitive/elementwise/arithmetic.ts'
import { greater, select } from '../primitive/elementwise/compare.ts'
import { convert } from '../primitive/elementwise/convert.ts'
import { gatherBy } from '../primitive/movement/gather.ts'
import { broadcast, broadcastAlong } from '../primitive/reduction/broadcast.ts'
import { requireIntegers } from '../tensor/classLabels.ts'
import { needs } from '../tensor/contract/index.ts'
import { ArgumentError, IndexError, ShapeError } from '../tensor/error.ts'
import { fromValues, full, ones } from '../tensor/function/constructors.ts'
import { sameShape, showShape } from '../tensor/shape.ts'
import { elementsOf, type Integers, isConcrete, isTensor, type Tensor } from '../tensor/tensor.ts'

/**
 * Labels for scores over time.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface CtcTargets {
  /** Of shape [batch, longest]: the labels of each example from the start. What follows them is not looked at. */
  readonly labels: Integers<[number, number]>
  /** Of shape [batch]: how many times of each example count. Without them, all do. */
  readonly lengths?: Integers<[number]>
  /** Of shape [batch]: how many labels each example has. Without them, all count. */
  readonly targetLengths?: Integers<[number]>
}

const parts: readonly string[] = ['labels', 'lengths', 'targetLengths']

/** What targets have to be, in form. */
export const targetsOfLabels = needs.described(
  'a record { labels, lengths, targetLengths } of tensors, of which the last two may be left out,',
  x =>
    needs.tensors.holds(x) &&
    !isTensor(x) &&
    isTensor((x as CtcTargets).labels) &&
    Object.entries(x as object).every(
      ([name, part]) => parts.includes(name) && (part === undefined || isTensor(part)),
    ),
)

/** Targets of which every part is there, in i32. */
export type WholeTargets = Required<CtcTargets>

const requireLengths = (name: string, given: Integers, batch: number, longest: number): void => {
  requireIntegers(`ctc (${name})`, given)
  if (!sameShape(given.shape, [batch]))
    throw new ShapeError(
      `ctc needs ${name} [${batch}], one for each example, but was given ${showShape(given.shape)}.`,
      [given.shape],
    )
  const wrong = isConcrete(given) ? elementsOf(given).findIndex(n => n < 0 || n > longest) : -1
  if (wrong !== -1)
    throw new IndexError(
      `ctc was given ${elementsOf(given)[wrong]} of ${name} for example ${wrong}, but they run from 0 to ${longest}.`,
    )
}

/** Each example with what it has to have, where there is something to look at. */
const requireExamplesFit = (
  { labels, lengths, targetLengths }: WholeTargets,
  classes: number,
  blank: number,
): void => {
  if (![labels, lengths, targetLengths].every(isConcrete)) return
  const [all, times, counts] = [labels, lengths, targetLengths].map(x =>
    Array.from(elementsOf(x), Number),
  ) as [number[], number[], number[]]
  const width = labels.shape[1]
  counts.forEach((count, example) => {
    const own = all.slice(example * width, example * width + count)
    const wrong = own.findIndex(label => label === blank || label < 0 || label >= classes)
    if (wrong !== -1)
      throw new IndexError(
        `ctc was given label ${own[wrong]} at position ${wrong} of example ${example}, but labels run from 0 to ${classes - 1} and are not the ` +
          `blank, ${blank}.`,
      )
    const repeats = own.filter((label, i) => i > 0 && label === own[i - 1]).length
    if (count + repeats > (times[example] as number))
      throw new ArgumentError(
        `ctc was given ${count} labels for example ${example}${repeats === 0 ? '' : `, ${repeats} of them repeated`}, which take ` +
          `${count + repeats} times, but only ${times[example]} count there. With zeroInfinity such an example adds 0.`,
      )
  })
}

/** Requires targets that fit scores [batch, times, classes], and completes them. */
export const completed = (
  scores: Tensor,
  targets: CtcTargets,
  { blank, lenient }: { readonly blank: number; readonly lenient: boolean },
): WholeTargets => {
  const [batch, times, classes] = scores.shape as readonly [number, number, number]
  const { labels } = targets
  requireIntegers('ctc', labels)
  if (labels.shape.length !== 2 || labels.shape[0] !== batch)
    throw new ShapeError(
      `ctc needs labels [${batch}, longest], one row for each example, but was given ${showShape(labels.shape)}.`,
      [scores.shape, labels.shape],
    )
  if (!(Number.isInteger(blank) && blank >= 0 && blank < classes))
    throw new IndexError(`ctc was given the blank ${blank}, but classes run from 0 to ${classes - 1}.`)
  const alike = (n: number): Integers<[number]> => full([batch], n, 'i32') as Integers<[number]>
  const longest = labels.shape[1]
  const { lengths = alike(times), targetLengths = alike(longest) } = targets
  requireLengths('lengths', lengths, batch, times)
  requireLengths('targetLengths', targetLengths, batch, longest)
  const whole = {
    labels: convert('i32')(labels),
    lengths: convert('i32')(lengths),
    targetLengths: convert('i32')(targetLengths),
  } as WholeTargets
  if (!lenient) requireExamplesFit(whole, classes, blank)
  return whole
}

/**
 * 1 for each example whose lengths are in range. They are looked up in tables of ones, so that a program, which cannot look at them
 * while it is traced, refuses the others when it runs.
 */
export const inRange = (
  { labels, lengths, targetLengths }: WholeTargets,
  times: number,
  dtype: Tensor['dtype'],
): Tensor => {
  const of = (name: string, given: Integers, longest: number): Tensor =>
    gatherBy(`ctc (${name})`, given)(ones([longest + 1], dtype) as Tensor)[0]
  return mul(of('lengths', lengths, times), of('targetLengths', targetLengths, labels.shape[1]))
}

/** 0, 1, … along the last axis of a shape. */
export const positions = (shape: readonly [number, number]): Integers =>
  broadcast(shape)(fromValues([shape[1]], [...Array(shape[1]).keys()], 'i32')) as Integers

/** Labels with the blank in the place of what follows them. */
export const withoutPadding = ({ labels, targetLengths }: WholeTargets, blank: number): Integers => {
  const counts = broadcastAlong(labels.shape, [0])(targetLengths) as Integers
  return select(
    greater(counts, positions(labels.shape)),
    labels,
    full(labels.shape, blank, 'i32') as Integers<[number, number]>,
  ) as Integers
}

/**
 * The cause of a step of training that went wrong: the step is run again under watch, and what is not finite is followed back.
 *
 * @module
 */
import type { Optimiser } from '../optimiser/optimiser.ts'
import type { Key } from '../random/key.ts'
import type { Path } from '../tensor/error.ts'
import { showPath } from '../tensor/error.ts'
import { entries, tensors } from '../tensor/function/traversal.ts'
import { showShape } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, isConcrete, isTensor, type Tensor } from '../tensor/tensor.ts'
import { type Circumstances, causeOf, showNumber } from './cause.ts'
import { type Element, isElementwise } from './influences.ts'
import {
  type Finding,
  findNonFinite,
  indexOf,
  type NonFiniteError,
  type NonFiniteOrigin,
  nonFiniteError,
  type OperandRange,
  type Place,
} from './nonFinite.ts'
import type { Batch, Objective } from './objective.ts'
import { type Phase, type StepOutcome, stepDuring, type Training } from './step.ts'
import { type Applied, originOf, type Watched, watching } from './watchedStep.ts'

/** The first number in what a step gives that is not finite. */
export const wrongIn = <P, S, O, Y>({
  loss,
  gradient,
  next,
}: Pick<StepOutcome<P, S, O, Y>, 'loss' | 'next'> & { readonly gradient?: P }): Finding | null =>
  findNonFinite('loss', loss) ??
  (gradient === undefined ? null : findNonFinite('gradient', gradient, ['params'])) ??
  findNonFinite('parameter', next.params, ['params']) ??
  findNonFinite('state', next.state, ['state']) ??
  findNonFinite('optimiser', next.optimiser, ['optimiser'])

const rangeOf = (x: AnyTensor): OperandRange => {
  const { dtype, shape } = x
  let [min, max, nonFinite] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  for (const value of elementsOf(x)) {
    if (!Number.isFinite(value)) nonFinite++
    else {
      if (value < min) min = value
      if (value > max) max = value
    }
  }
  return min <= max
    ? { dtype, shape, min, max, nonFinite }
    : { dtype, shape, min: Number.NaN, max: Number.NaN, nonFinite }
}

const originFrom = (applied: Applied, { tensor, position }: Element): NonFiniteOrigin => {
  const { primitive, options, inputs, place, derivativeOf, phase, number } = applied
  const constant = (options as { readonly constant?: unknown } | null)?.constant
  return {
    operation: primitive.name,
    derivativeOf,
    layer: place,
    phase,
    number,
    made: elementsOf(tensor)[position] as number,
    dtype: tensor.dtype,
    shape: tensor.shape,
    index: indexOf(tensor, position),
    operands: inputs.map(rangeOf),
    at: isElementwise(primitive.name) ? inputs.map(x => elementsOf(x)[position] as number) : [],
    constant: typeof constant === 'number' ? constant : null,
  }
}

const phases: Record<Phase, string> = {
  forward: 'the forward pass',
  pullback: 'the pullback',
  update: "the optimiser's update",
}

const showRange = ({ dtype, shape, min, max, nonFinite }: OperandRange): string => {
  const numbers = Number.isNaN(min)
    ? nonFinite === 0
      ? 'without elements'
      : ''
    : min === max
      ? `of ${showNumber(min)}`
      : `from ${showNumber(min)} to ${showNumber(max)}`
  const others = nonFinite === 0 ? '' : `${numbers === '' ? '' : ', '}${nonFinite} not finite`
  return `${dtype}${showShape(shape)} ${numbers}${others}`.trim()
}

/** The description of an operation: `log, in the forward pass of loss`. */
const showApplied = ({
  operation,
  derivativeOf,
  phase,
  layer,
}: Pick<NonFiniteOrigin, 'operation' | 'derivativeOf' | 'phase' | 'layer'>): string => {
  const derivative = derivativeOf === null ? '' : `, a part of the derivative of ${derivativeOf},`
  const place = layer.length === 0 ? '' : ` of ${layer.join(' > ')}`
  return `${operation}${derivative} in ${phases[phase]}${place}`
}

const showOrigin = (origin: NonFiniteOrigin): string => {
  const { operation, at, made, operands, constant } = origin
  const carried = constant === null ? [] : [showNumber(constant)]
  const call =
    at.length === 0
      ? `${made} from `
      : `${operation}(${[...carried, ...at.map(showNumber)].join(', ')}) = ${made}, from `
  return `It was made by ${showApplied(origin)}: ${call}${operands.map(showRange).join(' and ')}.`
}

const largestIn = (tree: unknown): number => {
  let largest = 0
  for (const x of tensors(tree)) {
    if (!isConcrete(x) || x.kind !== 'float') continue
    for (const value of elementsOf(x))
      if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value))
  }
  return largest
}

/** What a step is given, by name. */
type Given = Readonly<Record<'params' | 'state' | 'optimiser' | 'batch' | 'rates', unknown>>

const givenMends: Record<keyof Given, string> = {
  params: 'It was not finite before the step: look at what training begins from.',
  state: 'It was not finite before the step: look at what training begins from.',
  optimiser: 'It was not finite before the step: look at what training begins from.',
  batch: 'Clean the data before training: drop or replace what is not finite.',
  rates: "Look at the optimiser's rate or schedule.",
}

const namesOf = (given: Given): ReadonlyMap<AnyTensor, Path> =>
  new Map(entries(given).flatMap(({ path, leaf }) => (isTensor(leaf) ? [[leaf as AnyTensor, path]] : [])))

const valueAt = ({ tensor, position }: Element): number => elementsOf(tensor)[position] as number

/** `batch.inputs is NaN at index [1, 0]`. */
const showGiven = ({ tensor, position, path }: Element & { readonly path: Path }): string => {
  const index = tensor.shape.length === 0 ? '' : ` at index [${indexOf(tensor, position).join(', ')}]`
  return `${showPath(path)} is ${valueAt({ tensor, position })}${index}`
}

/** The error for what a watched step gave. */
const explained = <P, S, O, Y>(
  watched: Watched<StepOutcome<P, S, O, Y>>,
  finding: Finding,
  given: Given,
  circumstances: Circumstances,
  at: Place,
): NonFiniteError => {
  const { infinite, undefinite, given: sources } = originOf(watched, finding)
  const names = namesOf(given)
  const named = sources.flatMap(source => {
    const path = names.get(source.tensor)
    return path === undefined ? [] : [{ ...source, path }]
  })
  const source = named.find(element => Number.isNaN(valueAt(element))) ?? (infinite[0] ? undefined : named[0])
  if (source !== undefined) {
    const root = source.path[0] as keyof Given
    return root === 'batch'
      ? nonFiniteError(
          { kind: 'batch', path: source.path, tensor: source.tensor as Tensor, position: source.position },
          at,
          `${givenMends.batch} (It reached ${finding.kind === 'loss' ? 'the loss' : showPath(finding.path)}.)`,
        )
      : nonFiniteError(
          finding,
          at,
          `It comes from what the step was given: ${showGiven(source)}. ${givenMends[root]}`,
        )
  }
  const first = infinite[0] ?? undefinite[0]
  if (first !== undefined) {
    const origin = originFrom(first, first)
    const beside =
      named[0] === undefined ? '' : ` Beside it, ${showGiven(named[0])}, which the step was given.`
    const explanation = `${showOrigin(origin)} ${causeOf(origin, circumstances)}${beside}`
    return nonFiniteError(finding, at, explanation, origin)
  }
  const reader = sources.find(element => element.reader !== null)
  if (reader?.reader)
    return nonFiniteError(
      finding,
      at,
      `It comes from a tensor with ${valueAt(reader)} in it that no operation made, and that was given to ` +
        `${showApplied({ ...reader.reader, operation: reader.reader.primitive.name, layer: reader.reader.place })}: look at ` +
        'the constants there, and at code that makes tensors of numbers.',
    )
  return nonFiniteError(
    finding,
    at,
    'No operation made it: look at code of the model or the optimiser that makes tensors of numbers.',
  )
}

/** What is known of a step that was run again, but not found to be wrong: the compiled one was. */
const onlyCompiled = <A>({ nearest }: Watched<A>, finding: Finding, at: Place): NonFiniteError => {
  const evaluated =
    'So it was in the compiled step; the same step is finite when it is evaluated operation by operation.'
  if (nearest !== null && nearest.share > 1e-4) {
    const { applied, largest } = nearest
    const name = showApplied({ ...applied, operation: applied.primitive.name, layer: applied.place })
    return nonFiniteError(
      finding,
      at,
      `${evaluated} Engines add in another order, and here numbers are near the largest of ${applied.output.dtype}: ${name} gives up to ` +
        `${showNumber(largest)}. Scale down what it is given, lower the learning rate, or train in f64.`,
    )
  }
  return nonFiniteError(
    finding,
    at,
    `${evaluated} Its numbers are far from the largest there are, so that the engine is to blame: try another one ({ engine: reference }) ` +
      'or { compile: false }, and tell us.',
  )
}

/** What a step was given. */
export interface StepArguments<I, T, P, S, O, R> {
  readonly now: Training<P, S, O>
  readonly batch: Batch<I, T>
  readonly rates: R
  readonly key: Key
}

/**
 * The error for a step that went wrong, found by running it again, evaluated and watched. What a compiled step gave is only asked for
 * if the evaluated one is finite; null if that was finite, too.
 */
export const diagnose = <I, T, Y, P, S, O, R>(
  objective: Objective<I, T, Y, P, S>,
  optimiser: Optimiser<O, R>,
  { now, batch, rates, key }: StepArguments<I, T, P, S, O, R>,
  at: Place,
  compiled: () => Finding | null,
): NonFiniteError | null => {
  const watched = watching(during => stepDuring(during)(optimiser)(objective)(now, batch, rates, key))
  const finding = wrongIn(watched.outcome)
  if (finding === null) {
    const found = compiled()
    return found === null ? null : onlyCompiled(watched, found, at)
  }
  const circumstances = {
    largestParameter: largestIn(now.params),
    largestInput: largestIn(batch),
    optimiser: optimiser.name,
  }
  return explained(watched, finding, { ...now, batch, rates }, circumstances, at)
}

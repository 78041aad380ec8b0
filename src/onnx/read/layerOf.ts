/**
 * A graph of a file as a layer.
 *
 * @module
 */
import type { SizePattern } from '../../codec/formatError.ts'
import type { Layer } from '../../layer/layer.ts'
import type { Model } from '../../layer/model.ts'
import { lift } from '../../smooth/derivative/lift.ts'
import { trusted } from '../../tensor/contract/index.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import { ArgumentError, DTypeError, ShapeError } from '../../tensor/error.ts'
import { fromValues } from '../../tensor/function/constructors.ts'
import { showShape } from '../../tensor/shape.ts'
import { describe } from '../../tensor/stranger.ts'
import { type AnyTensor, isTensor, type Tensor } from '../../tensor/tensor.ts'
import { empty, type Tree } from '../../tensor/tree.ts'
import { carrierOf, isFloatType } from '../file/elementType.ts'
import type { Literal } from '../file/literal.ts'
import { any } from '../node/arrays.ts'
import { scopeIn } from '../node/scope.ts'
import type { Subgraph } from '../node/subgraph.ts'
import { computed, ofLiteral } from '../node/value.ts'
import { type OnnxTensor, requireDeclared } from './declared.ts'

type Params = { readonly [name: string]: Tensor }
type Tensors = AnyTensor | { readonly [name: string]: AnyTensor }

/** What is found in a file. */
export interface Found {
  readonly name: string
  readonly graph: Subgraph
  readonly inputs: readonly OnnxTensor[]
  readonly outputs: readonly OnnxTensor[]
  /** The numbers of each input that is known. */
  readonly given: readonly (Literal | null)[]
  readonly parameters: ReadonlyMap<string, Literal>
}

const paramsOf = (parameters: ReadonlyMap<string, Literal>, float: FloatDType): Params =>
  Object.freeze(
    Object.fromEntries(
      Array.from(parameters, ([name, { type, shape, floats }]) => [
        name,
        any(fromValues([...shape], floats(), carrierOf(type, float))),
      ]),
    ),
  )

/** The inputs by their names: the one that is taken, or those of a record. */
const inputsOf = (name: string, inputs: readonly OnnxTensor[], input: unknown): readonly AnyTensor[] => {
  if (inputs.length === 1) return [requireDeclared(name, inputs[0]!, input)]
  if (inputs.length === 0) return []
  if (typeof input !== 'object' || input === null || isTensor(input) || Array.isArray(input))
    throw new ArgumentError(
      `${name} takes { ${inputs.map(each => each.name).join(', ')} }, tensors by name, but was given ${describe(input)}.`,
    )
  return inputs.map(each =>
    requireDeclared(name, each, Object.hasOwn(input, each.name) ? Reflect.get(input, each.name) : undefined),
  )
}

/** How many turns of loops a program may have written out. */
const mostTurns = 10_000

/** What holds floats in a run: what the parameters and inputs that are floats in the file come as. */
const floatOf = (name: string, floats: readonly (readonly [string, AnyTensor])[]): FloatDType => {
  const [first] = floats
  const other = floats.find(([, x]) => x.dtype !== first![1].dtype)
  if (other !== undefined)
    throw new DTypeError(
      `${name} takes floats of one element type, but ${first![0]} is ${first![1].dtype} and ${other[0]} is ${other[1].dtype}. ` +
        "Give the model of init, or convert the input by op.convert('" +
        `${first![1].dtype}').`,
    )
  return first?.[1].dtype === 'f64' ? 'f64' : 'f32'
}

/** Sizes that were stated, of the only input or output. */
export interface Stated {
  readonly input: SizePattern | undefined
  readonly output: SizePattern | undefined
}

const requireStated = (
  name: string,
  what: string,
  x: AnyTensor,
  sizes: SizePattern | undefined,
): AnyTensor => {
  if (
    sizes === undefined ||
    (sizes.length === x.shape.length && sizes.every((n, i) => n === null || n === x.shape[i]))
  )
    return x
  throw new ShapeError(
    `${name} was read with an ${what} of [${sizes.map(n => n ?? 'any').join(', ')}], but it is ${showShape(x.shape)}.`,
    [x.shape],
  )
}

/** The layer, and the model as it is in the file. */
export const layerOf = (
  found: Found,
  stated: Stated,
): {
  readonly layer: Layer<Tensors, Tensors, Params>
  readonly model: Model<Params>
  readonly inputs: readonly OnnxTensor[]
  readonly outputs: readonly OnnxTensor[]
} => {
  const { name, graph, outputs, given, parameters } = found
  const inputs = found.inputs.filter((_, i) => given[i] === null)
  const run = (params: Params, input: Tensors): Tensors => {
    const tensors = inputsOf(name, inputs, input)
    if (tensors[0] !== undefined) requireStated(name, 'input', tensors[0], stated.input)
    const entries = Array.from(parameters, ([parameter, { type }]) => {
      const x: unknown = Object.hasOwn(params, parameter) ? params[parameter] : undefined
      if (!isTensor(x))
        throw new ArgumentError(
          `${name} has a parameter '${parameter}', but was given ${describe(x)} for it. Give the model that init gives.`,
        )
      return { parameter, type, x: any(x) }
    })
    const float = floatOf(name, [
      ...entries.flatMap(({ parameter, type, x }) =>
        isOpen(type) ? [[`the parameter '${parameter}'`, x] as const] : [],
      ),
      ...inputs.flatMap(({ name, type }, i) =>
        isOpen(type) ? [[`the input '${name}'`, tensors[i]!] as const] : [],
      ),
    ])
    const values = found.inputs.map((each, i) => {
      const literal = given[i]
      return literal == null ? computed(each.type, tensors[inputs.indexOf(each)]!) : ofLiteral(literal, float)
    })
    const results = graph.run(values, {
      float,
      scope: scopeIn(null),
      turns: { left: mostTurns },
      parameters: new Map(entries.map(({ parameter, x }) => [parameter, x])),
    })
    if (outputs.length === 1) return requireStated(name, 'output', results[0]!.tensor(), stated.output)
    return Object.fromEntries(outputs.map((output, i) => [output.name, results[i]!.tensor()]))
  }
  const lifted = lift(([params, input]: readonly [Params, Tensors]) => run(params, input))
  const layer: Layer<Tensors, Tensors, Params> = trusted({
    name,
    init: (_key, dtype) => ({ params: paramsOf(parameters, dtype), state: empty }),
    run: (params, input, state) => {
      const [value, pullback] = lifted([params, input])
      return [value, pullback as (db: Tree) => readonly [Tree, Tree], state]
    },
  })
  return { layer, model: { params: paramsOf(parameters, 'f32'), state: empty }, inputs, outputs }
}

/** Whether a type is what a run has for floats, and not f64 whatever it is run in. */
const isOpen = (type: OnnxTensor['type']): boolean => isFloatType(type) && carrierOf(type, 'f32') === 'f32'

/**
 * The batching tracer: a function of one example runs on all examples of a batch at once.
 *
 * @module
 */

import { outputsOf } from '../../primitive/control/controls.ts'
import { freshLevel, type Interpreter } from '../../primitive/core/bind.ts'
import type { Control } from '../../primitive/core/control.ts'
import type { Primitive } from '../../primitive/core/primitive.ts'
import { Progress } from '../../primitive/core/progress.ts'
import { type PrimitiveName, primitives } from '../../primitive/table.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ArgumentError, ShapeError, showPath, TracingError } from '../../tensor/error.ts'
import type { Cotangent } from '../../tensor/function/cotangent.ts'
import { entries, map } from '../../tensor/function/traversal.ts'
import { requireTree } from '../../tensor/requireTree.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import { type AnyTensor, isTensor, type Tensor, TensorBase, tracer } from '../../tensor/tensor.ts'
import type { Leaf, Tree } from '../../tensor/tree.ts'
import { type BatchingRule, type Operand, spread } from '../body/batchingRule.ts'
import type { RunBatch } from '../body/rule.ts'
import { ruleOf } from '../body/rules.ts'
import { applyGiven, type Given, type GivenTracer } from '../map/withPullback.ts'
import { batchingRules } from './batchingRules.ts'
import { requirePure } from './trial.ts'

/**
 * A tree of tensors with an axis of examples in front of each.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export type Batched<A, N extends number = number> =
  A extends Tensor<infer S extends Shape, infer K extends Kind>
    ? Tensor<[N, ...S], K>
    : A extends object
      ? { readonly [I in keyof A]: Batched<A[I], N> }
      : never

class BatchedTensor extends TensorBase<Shape, Kind> {
  override readonly [tracer]: BatchTracer
  /** All examples, along the first axis. */
  readonly all: AnyTensor

  constructor(own: BatchTracer, all: AnyTensor) {
    super(all.shape.slice(1) as Shape, all.dtype)
    this[tracer] = own
    this.all = all
    Object.freeze(this)
  }
}

/** The rule of a primitive that is in the table, and not one of the same name. */
const batchingRuleOf = <O>(primitive: Primitive<O>): BatchingRule<O> | undefined => {
  const name = primitive.name as PrimitiveName
  return primitives[name] === (primitive as unknown) ? (batchingRules[name] as BatchingRule<O>) : undefined
}

class BatchTracer implements Interpreter, GivenTracer {
  readonly name = 'one example of a batch'
  readonly level = freshLevel()
  readonly progress = new Progress()
  readonly size: number

  constructor(size: number) {
    this.size = size
  }

  allOf(x: AnyTensor): AnyTensor | null {
    return x instanceof BatchedTensor && x[tracer] === this ? x.all : null
  }

  interpret<O>(primitive: Primitive<O>, options: O, inputs: readonly AnyTensor[]): AnyTensor {
    const rule = batchingRuleOf(primitive)
    if (rule === undefined)
      throw new TracingError(`vmap does not know the operation ${primitive.name} for a batch of examples.`)
    // What does not fit is said of the example, and not of the batch, whose axes are not known.
    this.progress.note(primitive.name, primitive.shape(inputs, options))
    return new BatchedTensor(
      this,
      rule(
        inputs.map(x => this.#operand(x)),
        options,
        this.size,
      ),
    )
  }

  #operand(x: AnyTensor): Operand {
    const all = this.allOf(x)
    return { tensor: all ?? x, batched: all !== null }
  }

  control<O>(control: Control<O>, options: O, inputs: readonly AnyTensor[]): readonly AnyTensor[] {
    const run: RunBatch = (body, operands) => {
      const own = new BatchTracer(this.size)
      const outputs = outputsOf(
        body,
        operands.map(({ tensor, batched }) => (batched ? new BatchedTensor(own, tensor) : tensor)),
      )
      return outputs.map(y => own.#operand(y))
    }
    const operands = inputs.map(x => this.#operand(x))
    const results = ruleOf(control).batch(options, operands, this.size, run)
    this.progress.note(control.name, ...control.results(options))
    return results.map(({ tensor, batched }) => (batched ? new BatchedTensor(this, tensor) : tensor))
  }

  #one(all: unknown): Tree {
    return map((x: Leaf) => (isTensor(x) ? (new BatchedTensor(this, x) as Leaf) : x))(all as Tree)
  }

  #all(one: unknown): Tree {
    const allOf = (x: AnyTensor): AnyTensor => spread(this.#operand(x), this.size)
    return map((x: Leaf) => (isTensor(x) ? (allOf(x) as Leaf) : x))(one as Tree)
  }

  /** A tree of all examples as one of them. */
  one<A>(all: Batched<A>): A {
    return this.#one(all) as A
  }

  /** A tree of one example as all of them; what is the same for each is repeated. */
  all<A>(one: A): Batched<A> {
    return this.#all(one) as Batched<A>
  }

  /** A function with a pullback of its own is one on all examples, whose pullback is that of each. */
  given<A, B>({ f, pullback }: Given<A, B>, a: A): B {
    const forAll: Given<Batched<A>, Batched<B>> = {
      f: points => this.all(f(this.one(points))),
      // The cotangents of a batch are a batch of cotangents.
      pullback: (points, values, cotangents) =>
        this.#all(
          pullback(this.one(points), this.one(values), this.#one(cotangents) as Cotangent<B>),
        ) as Cotangent<Batched<A>>,
    }
    return this.one(applyGiven(forAll, this.all(a)))
  }
}

const sizeOfBatch = (batch: unknown): number => {
  const found = entries(batch).flatMap(({ path, leaf }) => (isTensor(leaf) ? [{ path, leaf }] : []))
  const [first] = found
  if (first === undefined) throw new ArgumentError('vmap needs a batch with at least one tensor in it.')
  for (const { path, leaf } of found) {
    const where = path.length === 0 ? 'the batch' : showPath(path)
    if (leaf.shape.length === 0)
      throw new ShapeError(`vmap needs an axis of examples, but ${where} is a scalar.`, [leaf.shape])
    if (leaf.shape[0] !== first.leaf.shape[0])
      throw new ShapeError(
        `vmap needs as many examples in each tensor, but ${where} has ${leaf.shape[0]} (shape ${showShape(leaf.shape)}) and ` +
          `${first.path.length === 0 ? 'the first' : showPath(first.path)} has ${first.leaf.shape[0]}.`,
        [leaf.shape, first.leaf.shape],
        0,
      )
  }
  return first.leaf.shape[0] as number
}

/** `vmap` for those who have tried the function already, and are called otherwise. */
export const batched =
  <A, B>(operation: string, f: (example: A) => B) =>
  (batch: Batched<A>): Batched<B> => {
    requireTree(operation, 'its batch', batch)
    const own = new BatchTracer(sizeOfBatch(batch))
    const result = own.progress.within(`the function of ${operation}`, () => f(own.one(batch as Batched<A>)))
    requireTree(operation, 'its value', result)
    return own.all(result)
  }

/**
 * A function of one example as a function of a batch of them, without a loop: each operation runs once, for all examples. The
 * first axis of each tensor of the batch counts the examples; the function sees tensors without it, and its results get it back.
 * What it takes from outside (parameters) is the same for all examples.
 *
 * @throws ArgumentError or ShapeError unless all tensors of the batch have an axis of examples of one size; TracingError if the
 * function looks at values or is not pure, with the operation and the place.
 *
 * @example
 * import { op, smooth, type Tensor, tensor } from 'pullback'
 * const lengths = smooth.vmap((x: Tensor<[2]>) => op.sqrt(op.sum()(op.mul(x, x))))
 * const two = lengths(tensor([[3, 4], [0, 1]])) // 5, 1
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const vmap = takes('vmap', [{ f: needs.fn }, { batch: needs.tensors }], () => vmapUnchecked)

const vmapUnchecked =
  <A, B>(f: (example: A) => B) =>
  (batch: Batched<A>): Batched<B> => {
    const run = batched('vmap', f)
    const all = run(batch)
    requirePure('vmap', f, run, batch)
    return all
  }

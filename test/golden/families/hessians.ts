import { op, type Shape, smooth, type Tensor } from '../../../src/index.ts'
import { only, type Run, unknown } from '../family.ts'
import { type Arrays, type Case, expectStored, type Stored } from '../golden.ts'
import { type Tensors, tensorsIn } from '../smoothCase.ts'

type Vector = Tensor<[number]>

/** A scalar function of x and of what stays fixed, and the words that the reference has for it. */
interface Function {
  readonly expression: string
  readonly value: (x: Vector, fixed: Tensors) => Tensor<[]>
}

const total = (x: Tensor): Tensor<[]> => op.sum()(x)
const square = <S extends Shape>(x: Tensor<S>): Tensor<S> => op.mul(x, x)
const spread = (a: unknown, x: Vector): Vector => op.broadcast(x.shape)(a as Tensor) as Vector

/** All entries but the last, and all but the first. */
const neighbours = (x: Vector): readonly [Vector, Vector] => {
  const sizes = [x.shape[0] - 1] as const
  return [op.slice<number, [number]>([0], [...sizes])(x), op.slice<number, [number]>([1], [...sizes])(x)]
}

const times = (a: unknown, x: Vector): Vector => {
  const matrix = a as Tensor<[number, number]>
  return op.reshape([matrix.shape[0]])(
    op.matmul<[], number, number, 1>(matrix, op.reshape([x.shape[0], 1])(x)),
  )
}

const functions: { readonly [name: string]: Function } = {
  rosenbrock: {
    expression: 'sum over i < n-1 of a*(x[i+1] - x[i]^2)^2 + (1 - x[i])^2',
    value: (x, { a }) => {
      const [here, next] = neighbours(x)
      const valley = op.mul(spread(a, here), square(op.sub(next, square(here))))
      return total(op.add(valley, square(op.shift(1)(op.neg(here)))))
    },
  },
  log_sum_exp: {
    expression: 'log(sum over i of exp((A x + b)[i]))',
    value: (x, { A, b }) => op.log(total(op.exp(op.add(times(A, x), b as Vector)))),
  },
  quadratic_form: {
    expression: 'x^T A x / 2 + b^T x, where A is not symmetric',
    value: (x, { A, b }) =>
      op.add(op.scale(0.5)(total(op.mul(x, times(A, x)))), total(op.mul(b as Vector, x))),
  },
  sines: {
    expression: 'sum over i < n-1 of sin(x[i]*x[i+1]) * exp(a*x[i])',
    value: (x, { a }) => {
      const [here, next] = neighbours(x)
      return total(op.mul(op.sin(op.mul(here, next)), op.exp(op.mul(spread(a, here), here))))
    },
  },
  logistic_regression: {
    expression: 'mean over i of log(1 + exp(-y[i]*(A x)[i])) + a*(x^T x)/2',
    value: (x, { A, y, a }) => {
      const margins = op.neg(op.mul(y as Vector, times(A, x)))
      const mean = op.scale(1 / margins.shape[0])(total(op.log1p(op.exp(margins))))
      return op.add(mean, op.scale(0.5)(op.mul(a as Tensor<[]>, total(square(x)))))
    },
  },
}

interface HessianCase {
  readonly config: Case['config']
  readonly inputs: Arrays
  readonly expected: { readonly value: Stored; readonly gradient: Stored; readonly hessian: Stored }
}

/** Value, gradient and the whole Hessian of a scalar function without a pullback of its own. */
export const wholeHessian = (given: object, run: Run): void => {
  const { config, inputs, expected } = given as HessianCase
  const named = Object.hasOwn(functions, config.function) ? functions[config.function] : undefined
  const { expression, value } = named ?? unknown('function', config.function)
  only('expression', config.expression, expression)
  const { x, ...fixed } = tensorsIn(inputs)
  const got = run((at: Vector, others: Tensors) => {
    const f = smooth.lift((y: Vector) => value(y, others))
    return [smooth.valueAndGradient(f)(at), smooth.hessian(f)(at)] as const
  })(x as Vector, fixed)
  expectStored(got[0][0], expected.value, 'the value')
  expectStored(got[0][1], expected.gradient, 'the gradient')
  expectStored(got[1], expected.hessian, 'the Hessian')
}

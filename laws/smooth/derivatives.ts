/**
 * Laws of what first derivatives give: gradients, Jacobians, products with curvature, derivatives along lines and of single examples.
 * Each is held to another way to the same numbers.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { op, program, smooth, type Tensor, tensor, toValues, tree } from '../../src/index.ts'
import { lattice, tensors } from '../arbitraries.ts'
import { every, exact, norm, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { trialLaws } from '../oracle/pure.ts'
import { refused } from '../oracle/refusal.ts'
import { alike, endomaps } from './maps.ts'

type T = Tensor
type Point = { readonly x: T; readonly y: T }

const count = (x: T): number => toValues(x).length
const square = (x: T): T => op.mul(x, x)
const total = (x: T): Tensor<[]> => op.sum()(x)

/** `Σ x² sin x + y³ - x y`, in which all second derivatives and some third ones differ. */
const curved = ({ x, y }: Point): Tensor<[]> =>
  total(op.sub(op.add(op.mul(square(x), op.sin(x)), op.mul(y, square(y))), op.mul(x, y)))

/** A scalar function of a record whose pullback comes from its operations. */
export const scalarMap: smooth.Scalar<Point> = smooth.lift(curved)

const asPoint = ([x, y]: readonly [T, T]): Point => ({ x, y })

/** Points of it. */
export const scalarPoints: Arbitrary<Point> = alike(2).map(asPoint)

const withTangent = alike(4).map(([x, y, u, v]) => [asPoint([x, y]), asPoint([u, v])] as const)
const withTwo = alike(6).map(
  ([x, y, a, b, c, d]) => [asPoint([x, y]), asPoint([a, b]), asPoint([c, d])] as const,
)

/** A matrix with the axes of `rows` in front of those of `columns` times a tensor of the latter's shape. */
const times = (matrix: T, rows: T, columns: T): T => {
  const [m, n] = [count(rows), count(columns)]
  const product = op.matmul(op.reshape([m, n])(matrix), op.reshape([n, 1])(columns))
  return op.reshape(rows.shape)(product)
}

const one = tensor(1, 'f64')
const integers = tensor([1, 2], 'i32')
const near = (x: unknown, terms = 64) => summed(terms, undefined, norm(x))

/** D3: gradients are what 1 pulls back to. */
export const gradientLaws: LawSet = lawSet('gradients', [
  law('D3', 'the gradient is what 1 pulls back to', [scalarPoints], p => {
    const [y, pull] = scalarMap(p)
    return every(
      exact(smooth.gradient(scalarMap)(p), pull(one)),
      exact(smooth.valueAndGradient(scalarMap)(p), [y, pull(one)]),
    )
  }),
  law(
    'D3b',
    'nothing is differentiated by integers, or at a value that is not a number',
    [scalarPoints],
    ({ x }) =>
      every(
        ...[smooth.gradient, smooth.valueAndGradient].flatMap(of => [
          refused('DTypeError', () =>
            of((p: unknown) => scalarMap((p as readonly Point[])[0]!) as never)([x, integers]),
          ),
          refused('ArgumentError', () => of(smooth.lift((a: T) => op.reshape([1])(total(a))) as never)(x)),
          refused('DTypeError', () => of(smooth.lift(() => tensor(1, 'i32')) as never)(x)),
        ]),
      ),
  ),
])

const blocks = ['x', 'y'] as const
type Blocks = Readonly<Record<'x' | 'y', Readonly<Record<'x' | 'y', T>>>>

/** D4: Jacobians, whichever way, are the matrices of tangents and pullbacks. */
export const jacobianLaws: LawSet = lawSet('Jacobians', [
  law(
    'D4a',
    'forward, reverse and chosen by shape, the Jacobian is the matrix of the tangent map',
    [endomaps, alike(2)],
    ({ f }, [x, v]) => {
      const along = smooth.tangentAt(f)(x, v)
      const matrices = [smooth.jacfwd(smooth.value(f)), smooth.jacrev(f), smooth.jacobian(f)]
      return every(...matrices.map(of => near([x, v, along])(times(of(x) as T, along, v), along)))
    },
  ),
  law(
    'D4b',
    'of records it has a block for each tensor of the value and each of the argument',
    [withTangent],
    ([p, { x: u, y: v }]) => {
      const f = smooth.lift(({ x, y }: Point) => ({ both: op.mul(x, op.sin(y)), sum: total(square(y)) }))
      const [, { both, sum }] = smooth.jvp(smooth.value(f))(p, { x: u, y: v })
      return every(
        ...[smooth.jacfwd(smooth.value(f)), smooth.jacrev(f), smooth.jacobian(f)].map(of => {
          const j = of(p)
          return near([p, u, v, both, sum])(
            [
              op.add(times(j.both.x, both, u), times(j.both.y, both, v)),
              op.add(times(j.sum.x, sum, u), times(j.sum.y, sum, v)),
            ],
            [both, sum],
          )
        }),
      )
    },
  ),
  law('D4c', 'nothing is differentiated by integers, nor are integers differentiated', [alike(1)], ([x]) =>
    every(
      ...[smooth.jacobian, smooth.jacrev, (f: never) => smooth.jacfwd(smooth.value(f))].flatMap(of => [
        refused('DTypeError', () => of(smooth.lift((i: unknown) => i) as never)(integers)),
        refused('DTypeError', () => of(smooth.lift((a: T) => op.greater(a, a)) as never)(x)),
      ]),
    ),
  ),
])

/** D5: the Hessian, and products with it. */
export const hessianLaws: LawSet = lawSet('Hessians', [
  law(
    'D5a',
    'hvp(f)(x, v) = hessian(f)(x) v, and so by pulling back through the pullback',
    [withTangent],
    ([p, v]) => {
      const product = smooth.hvp(scalarMap)(p, v)
      const close = near([p, v, product])
      const by = (h: Blocks): Point =>
        Object.fromEntries(
          blocks.map(i => [i, op.add(times(h[i].x, p[i], v.x), times(h[i].y, p[i], v.y))]),
        ) as never
      const twice = smooth.lift(smooth.gradient(scalarMap))
      return every(
        close(by(smooth.hessian(scalarMap)(p)), product),
        close(by(smooth.jacrev(twice)(p)), product),
        // A Hessian is symmetric: what a direction is pushed to is what it is pulled back to.
        close(smooth.pullbackAt(twice)(p, v), product),
      )
    },
  ),
  law(
    'D5b',
    'third derivatives, by pulling back three times, are symmetric in all directions',
    [withTwo],
    ([p, u, v]) => {
      const along = (w: Point) => smooth.lift((a: Point) => smooth.hvp(scalarMap)(a, w))
      const [uv, vu] = [smooth.tangentAt(along(u))(p, v), smooth.tangentAt(along(v))(p, u)]
      const back = smooth.pullbackAt(along(u))(p, v)
      const close = near([uv, norm(u) * norm(v) * (1 + norm(p)) ** 2], 256)
      return every(close(vu, uv), close(back, uv))
    },
  ),
  law('D5c', 'nothing is differentiated by integers', [alike(1)], ([x]) =>
    every(
      refused('DTypeError', () => smooth.hessian(scalarMap)({ x, y: integers } as never)),
      refused('DTypeError', () => smooth.hvp(scalarMap)({ x, y: integers } as never, {} as never)),
    ),
  ),
])

/** D6: products with the Gauss-Newton matrix. */
export const gaussNewtonLaws: LawSet = lawSet('Gauss-Newton products', [
  law('D6a', 'the product is Jᵀ (H (J v)) with both matrices made', [endomaps, alike(2)], ({ f }, [x, v]) => {
    const loss = smooth.lift((y: T) => total(op.mul(y, op.sin(y))))
    const [y, pull] = f(x)
    const pushed = times(smooth.jacobian(f)(x) as T, y, v)
    const curved = times(smooth.hessian(loss)(y), y, pushed)
    const product = smooth.gaussNewtonVectorProduct(f, loss)(x, v)
    return near([x, v, pushed, curved, product])(product, pull(curved))
  }),
  law('D6b', 'of a linear map it is the product with the Hessian of the whole', [alike(2)], ([x, v]) => {
    const f = smooth.scale(1.5) as smooth.Smooth<T, T>
    const loss = smooth.lift((y: T) => total(op.mul(y, op.sin(y))))
    const product = smooth.gaussNewtonVectorProduct(f, loss)(x, v)
    return near([x, v, product])(product, smooth.hvp(smooth.compose(f, loss))(x, v))
  }),
])

const power =
  (n: number) =>
  (x: T): T =>
    Array.from({ length: n }).reduce<T>(y => op.mul(x, y), op.shift(1)(op.scale(0)(x)))

/** D7: derivatives of any order along a line. */
export const lineLaws: LawSet = lawSet('derivatives along a line', [
  law(
    'D7a',
    'of xⁿ along v they are n! / (n - k)! xⁿ⁻ᵏ vᵏ, and 0 beyond the n-th',
    [alike(2), fc.integer({ min: 1, max: 4 })],
    ([x, v], n) => {
      const derivatives = smooth.derivativesAlong(power(n), n + 1)(x, v)
      const falling = (k: number): number =>
        Array.from({ length: k }).reduce<number>((product, _, i) => product * (n - i), 1)
      const want = Array.from({ length: n + 2 }, (_, k) =>
        op.scale(falling(k))(op.mul(power(Math.max(n - k, 0))(x), power(k)(v))),
      )
      return near([want, derivatives])(derivatives, want)
    },
  ),
  law('D7b', 'the second along v is ⟨v, H v⟩', [withTangent], ([p, v]) => {
    const [, slope, second] = smooth.derivativesAlong(curved, 2)(p, v) as readonly T[]
    const paired = (a: Point): T => op.add(total(op.mul(a.x, v.x)), total(op.mul(a.y, v.y)))
    const [g, h] = [smooth.gradient(scalarMap)(p), smooth.hvp(scalarMap)(p, v)]
    return near([norm(g) * norm(v), norm(h) * norm(v)].map(n => tensor(n, 'f64')))(
      [slope, second],
      [paired(g!), paired(h!)],
    )
  }),
  law('D7c', 'an order that is not a count is refused', [alike(2)], ([x, v]) =>
    every(
      ...[-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY].map(order =>
        refused('ArgumentError', () => smooth.derivativesAlong(power(1), order)(x, v)),
      ),
      refused('DTypeError', () => smooth.derivativesAlong((i: unknown) => i, 1)(integers, integers as never)),
    ),
  ),
])

const rowsOf = (x: T): readonly T[] =>
  Array.from({ length: x.shape[0] as number }, (_, i) =>
    op.reshape(x.shape.slice(1))(
      op.slice(
        x.shape.map((__, axis) => (axis === 0 ? i : 0)),
        x.shape.with(0, 1),
      )(x),
    ),
  )

const batches = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .chain(shape => fc.tuple(tensors(shape), tensors(shape)))

/** D8: a function on a batch at once. */
export const vmapLaws: LawSet = lawSet('vmap', [
  law('D8a', 'vmap(f) gives for each example what f gives', [endomaps, batches], ({ f }, [x]) => {
    const got = smooth.vmap(smooth.value(f))(x)
    return near([x, got])(rowsOf(got), rowsOf(x).map(smooth.value(f)))
  }),
  law('D8b', 'vmap of vmap is for each example of each example', [batches], ([x, y]) => {
    const pairs = (a: T, b: T): T =>
      smooth.vmap((c: T) => smooth.vmap((d: T) => op.mul(c, d))(b as never))(a as never)
    return exact(
      rowsOf(pairs(x, y)).map(rowsOf),
      rowsOf(x).map(a => rowsOf(y).map(b => op.mul(a, b))),
    )
  }),
  law(
    'D8c',
    'what a function takes from outside is the same for all, and so is a result that depends on no example',
    [batches, lattice],
    ([x], c) => {
      const [moved, fixed] = smooth.vmap((a: T) => [op.shift(c)(a), integers] as const)(x) as readonly T[]
      return every(
        exact(moved, op.shift(c)(x)),
        exact(fixed!.shape.length, 2),
        exact(
          rowsOf(fixed!),
          rowsOf(x).map(() => integers),
        ),
      )
    },
  ),
  law('D8d', 'batches without examples, or of different sizes, are refused', [], () =>
    every(
      refused('ShapeError', () => smooth.vmap((a: unknown) => a)(one as never)),
      refused('ShapeError', () => smooth.vmap((a: unknown) => a)([tensor([1, 2]), tensor([1])] as never)),
      refused('ArgumentError', () => smooth.vmap((a: unknown) => a)([] as never)),
    ),
  ),
])

const examples = fc.record({
  w: tensors([3, 2]),
  x: tensors([4, 3]),
  t: tensors([4, 2]),
})

type Example = readonly [x: T, t: T]
const lossOf = ([x, t]: Example): smooth.Scalar<T> =>
  smooth.lift(w => total(square(op.sub(op.tanh(op.matmul(x as never, w as never) as T), t))))

/** D9: gradients of single examples. */
export const perExampleGradientLaws: LawSet = lawSet('gradients of single examples', [
  law(
    'D9a',
    'each is the gradient of the loss of a batch of one, and their sum that of the batch',
    [examples],
    ({ w, x, t }) => {
      const got = smooth.perExampleGradients(lossOf)(w, [x, t])
      const alone = rowsOf(x).map((a, i) =>
        smooth.gradient(lossOf([op.reshape([1, 3])(a), op.reshape([1, 2])(rowsOf(t)[i] as T)]))(w),
      )
      const close = near([w, x, t, got])
      return every(close(rowsOf(got), alone), close(op.sum([0])(got), smooth.gradient(lossOf([x, t]))(w)))
    },
  ),
  law('D9b', 'their norms are the norms of each', [examples], ({ w, x, t }) => {
    const gradients = smooth.perExampleGradients(lossOf)(w, [x, t])
    return near(gradients)(
      smooth.perExampleGradientNorms(lossOf)(w, [x, t]),
      tensor(rowsOf(gradients).map(norm), 'f64'),
    )
  }),
  law('D9c', 'parameters of integers are refused', [examples], ({ x, t }) =>
    every(
      refused('DTypeError', () => smooth.perExampleGradients(lossOf)(integers as never, [x, t])),
      refused('DTypeError', () => smooth.perExampleGradientNorms(lossOf)(integers as never, [x, t])),
      refused('ArgumentError', () =>
        smooth.perExampleGradientNorms(() => smooth.lift(() => one))([], [x, t]),
      ),
    ),
  ),
])

const random = (): number => Math.random()

/** A scalar smooth map by hand, of which no lift knows that it is not pure. */
const handmade =
  (factor: (a: T) => number): smooth.Scalar<T> =>
  a => {
    const y = op.scale(factor(a))(a)
    return [total(op.mul(y, a)), dy => op.scaleBy(dy)(op.scale(2)(y))]
  }

/** D13: every way to a derivative refuses functions that are none of their argument. */
export const pureLaws: LawSet = lawSet(
  'functions that are not pure',
  [
    law('D13', 'a function that looks at values or draws at random is refused by each', [tensors([3])], x => {
      const factors = [random, (a: T): number => toValues(a)[0] as number]
      const rowwise = op.reshape([1, 3])(x)
      return every(
        ...factors.flatMap(factor => {
          const f = (a: T): T => op.scale(factor(a))(a)
          const scalar = handmade(factor)
          const map: smooth.Smooth<T, T> = a => [f(a), d => d]
          return [
            () => smooth.jvp(f)(x, x),
            () => smooth.tangentAt(map)(x, x),
            () => smooth.jacfwd(f)(x),
            () => smooth.jacobian(map)(x),
            () => smooth.derivativesAlong(f, 2)(x, x),
            () => smooth.hvp(scalar)(x, x),
            () => smooth.hessian(scalar)(x),
            () => smooth.gaussNewtonVectorProduct(smooth.identity<T>, scalar)(x, x),
            () => smooth.vmap(f)(rowwise),
            () => smooth.perExampleGradients(() => scalar)(x, rowwise),
            () => smooth.perExampleGradientNorms(() => scalar)(x, rowwise),
          ].map(run => refused('TracingError', run))
        }),
      )
    }),
    law('D13b', 'what gives no tensors, or is not a smooth map, is refused', [tensors([3])], x => {
      const no = (value: unknown) => () => value
      return every(
        ...[3, undefined, () => x, Promise.resolve(x)].flatMap(value =>
          [smooth.lift, smooth.liftOperations].map(by => refused('ArgumentError', () => by(no(value))(x))),
        ),
        refused('ArgumentError', () => smooth.jvp(no([x, () => x]))(x, x as never)),
        refused('ArgumentError', () => smooth.vmap(no(3))(x as never)),
        refused('ArgumentError', () => smooth.lift((a: unknown) => a)([1, 2])),
        ...[smooth.gradient, smooth.valueAndGradient, smooth.hessian, smooth.jacrev, smooth.jacobian].map(
          of => refused('ArgumentError', () => of(((a: T) => total(a)) as never)(x)),
        ),
        refused('ArgumentError', () => smooth.hvp(((a: T) => total(a)) as never)(x, x as never)),
      )
    }),
  ],
  [trialLaws()],
)

/** D10: functions without pullbacks, and with pullbacks of their own. */
export const liftLaws: LawSet = lawSet('lifted functions', [
  law('D10a', 'lift gives the value of the function', [scalarPoints], p => exact(scalarMap(p)[0], curved(p))),
  law('D10b', 'withPullback gives both as they are', [alike(2)], ([x, dy]) => {
    const f = smooth.withPullback(
      (a: T) => op.sin(a),
      (a, b, db) => [a, b, db] as never,
    )
    return exact([f(x)[0], f(x)[1](dy)], [op.sin(x), [x, op.sin(x), dy]])
  }),
  law(
    'D10c',
    'a function that looks at values, draws at random or keeps tensors for later is refused',
    [tensors([3])],
    x => {
      let kept: T | undefined
      return every(
        refused('TracingError', () => smooth.lift((a: T) => op.scale(toValues(a)[0] as number)(a))(x)),
        refused('TracingError', () => smooth.lift((a: T) => op.scale(random())(a))(x)),
        refused('TracingError', () => program.trace((a: T) => op.scale(toValues(a)[0] as number)(a))(x)),
        refused('TracingError', () => program.trace((a: T) => op.scale(random())(a))(x)),
        refused('TracingError', () => program.trace((a: T) => op.add(a, tensor([random(), 0, 0], 'f64')))(x)),
        refused('TracingError', () =>
          smooth.lift((a: T) => {
            const b = kept === undefined ? a : op.add(a, kept)
            kept = a
            return op.sin(b)
          })(x),
        ),
      )
    },
  ),
  law(
    'D10f',
    'gradients of products with gradients of products with gradients, all by pulling back, are third derivatives',
    [withTwo],
    ([p, u, v]) => {
      const along = (f: smooth.Scalar<Point>, w: Point): smooth.Scalar<Point> =>
        smooth.lift(a => {
          const { x, y } = smooth.gradient(f)(a) as Point
          return op.add(total(op.mul(x, w.x)), total(op.mul(y, w.y)))
        })
      const thrice = (a: Point): unknown => smooth.gradient(along(along(scalarMap, u), v))(a)
      const hessianAlong = (a: Point): Point => smooth.hvp(scalarMap)(a, u) as Point
      const [, wanted] = smooth.jvp(hessianAlong)(p, v)
      const close = near([wanted, norm(u) * norm(v) * (1 + norm(p)) ** 2], 256)
      return every(close(thrice(p), wanted), close(program.traced(thrice)(p)(p), wanted))
    },
  ),
  law('D10d', 'a cotangent of another form is refused', [tensors([3])], x => {
    const pull = smooth.lift((a: T) => op.sin(a))(x)[1] as (d: unknown) => unknown
    return every(
      refused('ShapeError', () => pull(tensor([1, 2], 'f64'))),
      refused('DTypeError', () => pull(tensor([1, 2, 3], 'f32'))),
      refused('ArgumentError', () => pull(integers)),
    )
  }),
  law('D10e', 'an integer has the trivial cotangent', [tensors([3])], x => {
    const labels = tensor([2, 0], 'i32')
    const [, pull] = smooth.lift(([a, i]: readonly [T, typeof labels]) => op.gather(a as never, i))([
      x,
      labels,
    ])
    return exact(pull(tensor([1, 2], 'f64')), [
      tensor([2, 0, 1], 'f64'),
      tree.leaves(pull(tensor([1, 2], 'f64')))[1],
    ])
  }),
])

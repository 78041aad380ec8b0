/**
 * Laws of compiled programs at sizes where code changes: beside the widths of vectors, tiles, blocks and wide sums.
 *
 * @module
 */
import * as fc from 'fast-check'
import {
  type AnyTensor,
  type Engine,
  fromValues,
  full,
  op,
  program,
  random,
  reference,
  type Tensor,
  toValues,
  wasm,
} from '../../src/index.ts'
import { exact } from '../close.ts'
import { type Law, type LawSet, law, lawSet } from '../law.ts'

/** One less, as many and one more than vectors, tiles and blocks take. */
const edges = [
  1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 49, 63, 64, 65, 96, 97,
]

const edge = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...edges) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 130 }) },
)
const fewer = fc.integer({ min: 1, max: 9 })
/** Beside the lengths from which on sums in f32 are kept in f64. */
const longer = fc.constantFrom(767, 769, 2047, 2048, 2049, 2052, 2065, 3001)
const dtypes = fc.constantFrom('f32' as const, 'f64' as const)
type Float = 'f32' | 'f64'

/** Small whole numbers, of which all sums are exact, whatever their order. */
const whole = (shape: readonly number[], seed: number, dtype: Float | 'i32' = 'f32', below = 9): Tensor => {
  let state = seed
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below) - (dtype === 'i32' ? 0 : 4)
  }
  return fromValues(shape, Array.from({ length: shape.reduce((n, m) => n * m, 1) }, next), dtype) as Tensor
}

type Loose = (...xs: readonly unknown[]) => Tensor
const loose = (f: unknown): Loose => f as Loose

/** What a prepared program gives, run twice: a second run must find nothing of the first. */
const runs = (
  engine: Engine,
  traced: program.Program,
  inputs: readonly AnyTensor[],
): readonly AnyTensor[] => {
  const executable = engine.prepare(traced)
  const read = (): readonly AnyTensor[] => {
    inputs.forEach((x, i) => {
      executable.write(i, x)
    })
    executable.execute()
    return traced.outputs.map((_, i) => executable.read(i))
  }
  const both = [...read(), ...read()]
  executable.release?.()
  return both
}

/** For these sizes and numbers, the program gives on the engine what it gives on the reference. */
const same = (engine: Engine, f: (...xs: Tensor[]) => readonly unknown[], ...inputs: readonly Tensor[]) => {
  const traced = program.trace(f)(...inputs).program
  return exact(runs(engine, traced, inputs), runs(reference, traced, inputs))
}

/** Sizes and seeds: two that may be edges, one that is small, so that samples stay quick. */
const sizes = [edge, edge, fewer, fc.nat(), dtypes] as const

const lawsFor = (engine: Engine): readonly Law[] => [
  law(
    '44e',
    'sums, largest and last places of rows and columns, alone and together, are those of the reference engine',
    sizes,
    (m, n, k, seed, dtype) =>
      same(
        engine,
        x => [
          ...[[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]].map(axes => op.sum(axes)(x)),
          ...[[0], [1], [2], [1, 2]].map(axes => loose(op.max(axes))(op.neg(x))),
          loose(op.argmax)(x),
          op.add(x, loose(op.broadcastAlong([m, k, n], [0, 1]))(op.sum([2])(op.mul(x, x)))),
        ],
        whole([m, k, n], seed, dtype),
      ),
  ),
  law(
    '44f',
    'products of matrices, turned or not, alone and beside loops, are those of the reference engine',
    [edge, edge, edge, fc.nat(), dtypes],
    (m, n, k, seed, dtype) =>
      same(
        engine,
        (a, b, c, d) => {
          const [ab, ad, cb] = [loose(op.matmul)(a, b), loose(op.matmulNT)(a, d), loose(op.matmulTN)(c, b)]
          return [ab, ad, cb, op.add(ab, ad), op.sum([0])(op.sub(op.neg(ab), cb))]
        },
        whole([m, k], seed, dtype),
        whole([k, n], seed + 1, dtype),
        whole([k, m], seed + 2, dtype),
        whole([n, k], seed + 3, dtype),
      ),
  ),
  law(
    '44g',
    'rows that are taken, and rows that are added up, few or many in one, are those of the reference engine',
    sizes,
    (count, width, rows, seed, dtype) =>
      same(
        engine,
        (x, y, at) => [
          loose(op.gather)(x, at),
          loose(op.scatterAdd(rows))(y, at),
          op.neg(loose(op.scatterAdd(rows))(op.neg(y), at)),
          loose(op.gather)(op.sum([1])(x), at),
          loose(op.scatterAdd(rows))(op.sum([1])(y), at),
        ],
        whole([rows, width], seed, dtype),
        whole([count, width], seed + 1, dtype),
        whole([count], seed + 2, 'i32', rows),
      ),
  ),
  law(
    '44h',
    'what is cut, padded, joined, turned and repeated is that of the reference engine',
    sizes,
    (m, n, k, seed, dtype) =>
      same(
        engine,
        x => [
          loose(op.slice([m >> 1, 0, n >> 1], [m - (m >> 1), k, n - (n >> 1)]))(x),
          loose(op.pad([1, 0, k], [0, k, 1]))(x),
          loose(op.concat(1))(x, op.neg(x)),
          loose(op.concat(2))(op.neg(x), x),
          ...[
            [0, 2, 1],
            [1, 0, 2],
            [2, 1, 0],
            [2, 0, 1],
          ].map(axes => loose(op.transpose(axes))(x)),
          op.add(loose(op.transpose([1, 0, 2]))(x), loose(op.reshape([k, m, n]))(op.neg(x))),
        ],
        whole([m, k, n], seed, dtype),
      ),
  ),
  law(
    '44i',
    'comparisons, masks and conversions are those of the reference engine',
    sizes,
    (m, n, _, seed, dtype) =>
      same(
        engine,
        (x, y) => {
          const mask = loose(op.greater)(x, y)
          return [
            mask,
            loose(op.select)(mask, x, op.neg(y)),
            loose(op.convert(dtype === 'f32' ? 'f64' : 'f32'))(x),
            loose(op.convert('i32'))(op.mul(x, y)),
            op.sum([1])(loose(op.convert(dtype))(loose(op.equal)(x, y))),
            loose(op.maximum)(loose(op.minimum)(x, y), op.sub(x, y)),
          ]
        },
        whole([m, n], seed, dtype),
        whole([m, n], seed + 1, dtype),
      ),
  ),
  law(
    '44r',
    'products of as many pairs of matrices, turned or not, are those of the reference engine',
    [fc.integer({ min: 1, max: 5 }), edge, fewer, fc.nat(), dtypes],
    (batch, m, n, seed, dtype) => {
      const k = 1 + (seed % 17)
      return same(
        engine,
        (a, b, c, d) => [
          loose(op.matmul)(a, b),
          loose(op.matmulNT)(a, d),
          loose(op.matmulTN)(c, b),
          op.sum([0])(loose(op.matmul)(a, b)),
        ],
        whole([batch, m, k], seed, dtype),
        whole([batch, k, n], seed + 1, dtype),
        whole([batch, k, m], seed + 2, dtype),
        whole([batch, n, k], seed + 3, dtype),
      )
    },
  ),
  law(
    '44p',
    'products and sums along axes so long that sums in f32 are kept in f64 are those of the reference engine',
    [fewer, fc.constantFrom(1, 2, 3, 5, 8, 33), longer, fc.nat(), dtypes],
    (m, n, k, seed, dtype) =>
      same(
        engine,
        (a, b, c, d) => [
          loose(op.matmul)(a, b),
          loose(op.matmulNT)(a, d),
          loose(op.matmulTN)(c, b),
          op.sum([1])(a),
          op.sum([0])(b),
          op.neg(loose(op.matmul)(a, b)),
        ],
        whole([m, k], seed, dtype),
        whole([k, n], seed + 1, dtype),
        whole([k, m], seed + 2, dtype),
        whole([n, k], seed + 3, dtype),
      ),
  ),
  law(
    '44q',
    'sums and products of many equal terms in f32 are right to 10⁻⁶, however many they are',
    [fc.constantFrom(1, 2, 5), fc.constantFrom(1, 3, 40), fc.constantFrom(4099, 20_001)],
    (m, n, k) => {
      const [a, b] = [loose(full)([m, k], 0.1), loose(full)([k, n], 0.1)]
      const f = (x: Tensor, y: Tensor) => [loose(op.matmul)(x, y), op.sum([1])(x), op.sum([0])(y)]
      const [term, sum] = [k * Math.fround(0.1) ** 2, k * Math.fround(0.1)]
      const off = runs(engine, program.trace(f)(a, b).program, [a, b]).map((x, i) =>
        Math.max(...Array.from(toValues(x), y => Math.abs(y / (i % 3 === 0 ? term : sum) - 1))),
      )
      return { lhs: off, rhs: 0, error: Math.max(...off), bound: 1e-6 }
    },
  ),
  law(
    '44j',
    'samples and masks of any count are those of the reference engine',
    sizes,
    (m, _, k, seed, dtype) =>
      same(
        engine,
        bits => {
          const given = { bits } as never
          return [
            random.uniform([m, k], 0, 1, { dtype })(given) as Tensor,
            random.uniform([m], -1, 3, { dtype })(given) as Tensor,
            random.bernoulli([k, m], 0.3)(given),
            random.split(m)(given).at(-1)?.bits,
          ]
        },
        whole([2], seed, 'i32', 2 ** 30),
      ),
  ),
]

/** Laws of an engine at sizes where code changes. */
export const sizeLaws = (engine: Engine = wasm): LawSet =>
  lawSet(`sizes on ${engine.name}`, lawsFor(engine), [], 25)

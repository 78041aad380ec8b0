import { type AnyTensor, fromValues, op, smooth, type Tensor } from '../../../src/index.ts'
import { family, only, unknown } from '../family.ts'
import type { Case } from '../golden.ts'
import { checkMap, type Tensors } from '../smoothCase.ts'

type Config = Case['config']
type Given = { readonly [name: string]: Tensor }
type Map = (given: Given, config: Config) => Tensor | Given

const exchanged = (x: Tensor): Tensor => op.einsum('...ij->...ji')(x) as Tensor

const identityLike = (x: Tensor): Tensor => {
  const n = x.shape.at(-1)!
  const entries = Array.from({ length: n * n }, (_, place) => (place % (n + 1) === 0 ? 1 : 0))
  return op.broadcast(x.shape as [])(fromValues([n, n], entries, x.dtype) as Tensor) as Tensor
}

/** What some cases make of their input first. */
const prepared: { readonly [of: string]: (x: Tensor) => Tensor } = {
  'x xT + n I': x =>
    op.add(op.einsum('...ij,...kj->...ik')(x, x) as Tensor, op.scale(x.shape.at(-1)!)(identityLike(x))),
  '(x + xT) / 2': x => op.scale(0.5)(op.add(x, exchanged(x))),
}

/** The one tensor of a case, as it is or as it says. */
const single = (given: Given, { of }: Config): Tensor => {
  const [x, ...others] = Object.values(given)
  if (x === undefined || others.length > 0) return unknown('inputs', Object.keys(given))
  if (of === undefined) return x
  return (prepared[of] ?? unknown('preparation', of))(x)
}

const ofSymmetric = (f: (x: Tensor) => Tensor, x: Tensor): Tensor => {
  const { values, vectors } = op.symmetricEigen(x)
  return op.einsum('...ij,...j,...kj->...ik')(vectors, f(values), vectors) as Tensor
}

/** Axes are counted from the last where they are negative. */
const along = (x: Tensor, { axis }: Config): { readonly axis: number } => ({
  axis: axis < 0 ? axis + x.shape.length : axis,
})

const complex = ({ re, im }: Given): op.Complex => ({ re: re as Tensor, im: im as Tensor })
const named = (given: object): Given => ({ ...given }) as Given

const maps: { readonly [operation: string]: Map } = {
  cholesky: (given, config) => op.cholesky(single(given, config)),
  det: (given, config) => op.det(single(given, config)),
  inverse: (given, config) => op.inverse(single(given, config)),
  logDet: (given, config) => op.logDet(single(given, config)),
  qr: (given, config) => {
    if (config.convention !== undefined)
      only('convention', config.convention, 'the diagonal of r is positive')
    return named(op.qr(single(given, config)))
  },
  solve: ({ a, b }) => op.solve(a!, b!),
  symmetricEigen: (given, config) => {
    if (config.order !== undefined) only('order', config.order, 'ascending')
    return named(op.symmetricEigen(single(given, config)))
  },
  symmetricEigenvalues: (given, config) => {
    if (config.order !== undefined) only('order', config.order, 'ascending')
    return op.symmetricEigenvalues(single(given, config)) as Tensor
  },
  triangularSolve: ({ a, b }, { lower, transpose = false }) =>
    op.triangularSolve({ lower, transpose })(a!, b!),
  'matrix exponential of (x + xT) / 2, by its eigen-decomposition': ({ x }) =>
    ofSymmetric(op.exp, prepared['(x + xT) / 2']!(x!)),
  fft: (given, config) => named(op.fft(along(given.re!, config))(complex(given))),
  ifft: (given, config) => named(op.ifft(along(given.re!, config))(complex(given))),
  rfft: ({ x }, config) => named(op.rfft(along(x!, config))(x!)),
  irfft: (given, config) => {
    const { n, length = n } = config
    return op.irfft({ ...along(given.re!, config), ...(length === undefined ? {} : { length }) })(
      complex(given),
    )
  },
}

const known = ['operation', 'of', 'axis', 'convention', 'lower', 'transpose', 'order', 'n', 'length']

export const linearAlgebra = family<Case>((one, run) => {
  const { config } = one
  const strange = Object.keys(config).find(name => !known.includes(name))
  if (strange !== undefined) unknown('setting', strange)
  const map = maps[config.operation] ?? unknown('operation', config.operation)
  const lifted = smooth.lift((given: Given) => map(given, config))
  checkMap(
    ({ inputs }) => {
      const [value, pullback] = lifted(inputs as Given)
      return [
        value as AnyTensor | Tensors,
        (dy: never) => ({ params: {}, inputs: pullback(dy) as unknown as Tensors }),
      ]
    },
    one,
    run,
  )
})

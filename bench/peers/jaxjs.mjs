/**
 * jax-js as a contestant, on its WebAssembly device: the whole step jitted.
 *
 * @module
 */
import './packages.mjs'
import { readJob } from '../contest/job.ts'
import { heldBytes, serve } from '../contest/serve.ts'

const { defaultDevice, init, jit, lax, nn, numpy: np, tree, valueAndGrad } = await import('@jax-js/jax')
const { transformerStep } = await import('./jaxjsTransformer.mjs')

const activations = {
  sigmoid: nn.sigmoid,
  tanh: np.tanh,
  relu: nn.relu,
  leakyRelu: z => nn.leakyRelu(z, 0.01),
}

const dtypes = { f32: np.float32, f64: np.float64 }

const arrayOf = (elements, shape, dtype) => np.array(elements, { dtype: dtypes[dtype] }).reshape(shape)

/** One-hot rows, as jax-js has no gather with a gradient. */
const oneHot = (labels, classes, dtype) => {
  const out = new (dtype === 'f64' ? Float64Array : Float32Array)(labels.length * classes)
  labels.forEach((label, i) => {
    out[i * classes + label] = 1
  })
  return arrayOf(out, [labels.length, classes], dtype)
}

// jax-js counts owners: each use of an array takes it, unless it is asked for another reference.
const dense = ({ activation, layers }, p, x, from) => {
  let z = x
  for (let i = from; i <= layers; i++) {
    z = np.dot(z, p[`w${i}`].ref)
    if (p[`b${i}`] !== undefined) z = z.add(p[`b${i}`].ref)
    if (i < layers) z = activations[activation](z)
  }
  return z
}

const convolved = (p, x, i, padding) => {
  const z = lax.convGeneralDilated(x, p[`w${i}`].ref, [1, 1], padding)
  const biased = z.add(p[`b${i}`].ref.reshape([-1, 1, 1]))
  return lax.reduceWindow(nn.relu(biased), np.max, [2, 2], [2, 2])
}

const lenet = (job, p, x) => {
  const first = convolved(p, x, 1, [
    [2, 2],
    [2, 2],
  ])
  const second = convolved(p, first, 2, 'VALID')
  return dense({ ...job, activation: 'relu' }, p, second.reshape([job.batch, 400]), 3)
}

const stepOf = job => {
  const { kind, rate, l2, batch } = job
  const loss = (p, x, y) => {
    const z = kind === 'lenet' ? lenet(job, p, x) : dense(job, p, x, 1)
    const data = nn
      .logSoftmax(z)
      .mul(y)
      .sum()
      .mul(-1 / batch)
    if (l2 === 0) {
      tree.dispose(p)
      return data
    }
    return Object.values(p).reduce(
      (sum, w) =>
        sum.add(
          np
            .square(w)
            .sum()
            .mul(l2 / 2),
        ),
      data,
    )
  }
  return (p, x, y) => {
    const [value, gradient] = valueAndGrad(loss)(tree.ref(p), x, y)
    return [tree.map((w, g) => w.sub(g.mul(rate)), p, gradient), value]
  }
}

await serve(async () => {
  await init()
  defaultDevice('wasm')
  const job = readJob(process.argv.at(-1))
  const { params, inputs, targets } = job.load()
  const isText = job.kind === 'transformer'
  const names = Object.keys(params)
  const layers = names.filter(name => name.startsWith('w')).length
  const [classes] = isText ? params['characters.w'].shape : params[`w${layers}`].shape.slice(-1)
  const [count, ...shape] = inputs.shape
  const size = shape.reduce((n, axis) => n * axis, 1)
  const labels = targets.elements.length / count
  const batches = Array.from({ length: count }, (_, i) => {
    const x = inputs.elements.slice(i * size, (i + 1) * size)
    return [
      isText ? oneHot(x, classes, job.dtype) : arrayOf(x, shape, job.dtype),
      oneHot(targets.elements.subarray(i * labels, (i + 1) * labels), classes, job.dtype),
    ]
  })
  const step = jit(
    isText ? transformerStep({ ...job, params, inputs }) : stepOf({ ...job, layers, batch: labels }),
  )
  const startOf = p =>
    isText ? [p, tree.map(np.zerosLike, tree.ref(p)), tree.map(np.zerosLike, tree.ref(p)), np.zeros([])] : p
  return {
    versions: { 'jax-js': process.env.PULLBACK_BENCH_VERSION ?? '' },
    held: heldBytes,
    begin: () => {
      let state = startOf(
        Object.fromEntries(
          names.map(name => [name, arrayOf(params[name].elements.slice(), params[name].shape, job.dtype)]),
        ),
      )
      let at = 0
      const take = () => {
        const [x, y] = batches[at++ % count]
        const [next, loss] = step(state, x.ref, y.ref)
        state = next
        return loss
      }
      return {
        losses: steps => Array.from({ length: steps }, () => take().dataSync()[0]),
        advance: steps => {
          for (let i = 1; i < steps; i++) take().dispose()
          take().dataSync()
        },
      }
    },
  }
})

/**
 * TensorFlow.js as a contestant, on its WebAssembly backend: eager, with `tf.grads`.
 *
 * @module
 */
import './packages.mjs'
import { readJob } from '../contest/job.ts'
import { heldBytes, serve } from '../contest/serve.ts'
import { transformerRuns } from './tfjsTransformer.mjs'

const tf = await import('@tensorflow/tfjs')
await import('@tensorflow/tfjs-backend-wasm')

const activations = {
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  relu: tf.relu,
  leakyRelu: z => tf.leakyRelu(z, 0.01),
}

/**
 * Convolution of [batch, height, width, channels] by kernels [height, width, in, out]. The WebAssembly backend has no gradient of
 * a 2-d convolution in its kernel, but that of a 3-d one, of which this is a slice.
 */
const convolve = pad =>
  tf.customGrad((x, w, save) => {
    save([x, w])
    const run = (name, inputs, attrs) => tf.engine().runKernel(name, inputs, attrs)
    return {
      value: tf.conv2d(x, w, 1, pad),
      gradFunc: (dy, [x, w]) => {
        const inputs = { dy, filter: w }
        const sliding = { strides: [1, 1], pad, dataFormat: 'NHWC', inputShape: x.shape }
        const deep = { x: x.expandDims(1), dy: dy.expandDims(1) }
        const solid = { strides: [1, 1, 1], pad, filterShape: [1, ...w.shape] }
        return [
          run('Conv2DBackpropInput', inputs, sliding),
          run('Conv3DBackpropFilterV2', deep, solid).squeeze([0]),
        ]
      },
    }
  })

await serve(async () => {
  await tf.setBackend('wasm')
  await tf.ready()
  const job = readJob(process.argv.at(-1))
  const { params, inputs, targets } = job.load()
  const said = { versions: { tfjs: tf.version.tfjs }, held: heldBytes }
  if (job.kind === 'transformer')
    return { ...said, begin: transformerRuns(tf, { ...job, params, inputs, targets }) }
  const names = Object.keys(params)
  const layers = names.filter(name => name.startsWith('w')).length
  const classes = params[`w${layers}`].shape[1]
  const isLeNet = job.kind === 'lenet'
  const [count, ...shape] = inputs.shape
  const [batch] = shape
  const size = shape.reduce((n, axis) => n * axis, 1)
  // With one channel, [batch, channels, height, width] is [batch, height, width, channels].
  const layout = isLeNet ? [batch, ...shape.slice(2), 1] : shape
  const batches = Array.from({ length: count }, (_, i) => [
    tf.tensor(inputs.elements.slice(i * size, (i + 1) * size), layout),
    tf.tidy(() => tf.oneHot(targets.elements.slice(i * batch, (i + 1) * batch), classes).toFloat()),
  ])

  const lossOf = (...args) => {
    const [x, y] = args.slice(names.length)
    const p = Object.fromEntries(names.map((name, i) => [name, args[i]]))
    let z = x
    if (isLeNet) {
      const pooled = (a, i, pad) =>
        tf.maxPool(tf.relu(tf.add(convolve(pad)(a, p[`w${i}`]), p[`b${i}`])), 2, 2, 'valid')
      z = tf.reshape(pooled(pooled(z, 1, 'same'), 2, 'valid'), [batch, 400])
    }
    for (let i = isLeNet ? 3 : 1; i <= layers; i++) {
      z = tf.matMul(z, p[`w${i}`])
      if (p[`b${i}`] !== undefined) z = tf.add(z, p[`b${i}`])
      if (i < layers) z = (isLeNet ? tf.relu : activations[job.activation])(z)
    }
    return tf.losses.softmaxCrossEntropy(y, z)
  }
  const gradients = tf.grads(lossOf)
  const penalty = p => p.reduce((sum, w) => sum + (job.l2 / 2) * tf.sum(tf.square(w)).dataSync()[0], 0)

  // Kernels as TensorFlow has them, and the rows behind the last pool in the order of its layout.
  const start = (name, w) => {
    if (!isLeNet || !['w1', 'w2', 'w3'].includes(name)) return w
    return name === 'w3'
      ? tf.reshape(tf.transpose(tf.reshape(w, [16, 5, 5, 120]), [1, 2, 0, 3]), [400, 120])
      : tf.transpose(w, [2, 3, 1, 0])
  }

  return {
    ...said,
    begin: () => {
      let p = names.map(name => start(name, tf.tensor(params[name].elements.slice(), params[name].shape)))
      let at = 0
      const take = () => {
        const [x, y] = batches[at++ % count]
        const next = tf.tidy(() => {
          const gs = gradients([...p, x, y])
          return p.map((w, i) => {
            const g = job.l2 === 0 ? gs[i] : tf.add(gs[i], tf.mul(w, job.l2))
            return tf.sub(w, tf.mul(g, job.rate))
          })
        })
        tf.dispose(p)
        p = next
      }
      return {
        losses: steps =>
          Array.from({ length: steps }, () => {
            const loss = tf.tidy(() => lossOf(...p, ...batches[at % count]).dataSync()[0] + penalty(p))
            take()
            return loss
          }),
        advance: steps => {
          for (let i = 0; i < steps; i++) take()
          p[0].dataSync()
        },
      }
    },
  }
})

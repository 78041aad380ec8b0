/**
 * TensorFlow.js as a contestant, on its WebAssembly backend: eager, with `tf.grads`.
 *
 * @module
 */
import './packages.mjs'
import { readJob } from '../contest/job.ts'
import { heldBytes, serve } from '../contest/serve.ts'

const tf = await import('@tensorflow/tfjs')
await import('@tensorflow/tfjs-backend-wasm')

const activations = {
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  relu: tf.relu,
  leakyRelu: z => tf.leakyRelu(z, 0.01),
}

await serve(async () => {
  await tf.setBackend('wasm')
  await tf.ready()
  const job = readJob(process.argv.at(-1))
  const { params, inputs, targets } = job.load()
  const names = Object.keys(params)
  const layers = names.filter(name => name.startsWith('w')).length
  const classes = params[`w${layers}`].shape[1]
  const [count, batch, features] = inputs.shape
  const batches = Array.from({ length: count }, (_, i) => [
    tf.tensor(inputs.elements.slice(i * batch * features, (i + 1) * batch * features), [batch, features]),
    tf.tidy(() => tf.oneHot(targets.elements.slice(i * batch, (i + 1) * batch), classes).toFloat()),
  ])

  const lossOf = (...args) => {
    const [x, y] = args.slice(names.length)
    const p = Object.fromEntries(names.map((name, i) => [name, args[i]]))
    let z = x
    for (let i = 1; i <= layers; i++) {
      z = tf.matMul(z, p[`w${i}`])
      if (p[`b${i}`] !== undefined) z = tf.add(z, p[`b${i}`])
      if (i < layers) z = activations[job.activation](z)
    }
    return tf.losses.softmaxCrossEntropy(y, z)
  }
  const gradients = tf.grads(lossOf)
  const penalty = p => p.reduce((sum, w) => sum + (job.l2 / 2) * tf.sum(tf.square(w)).dataSync()[0], 0)

  return {
    versions: { tfjs: tf.version.tfjs },
    held: heldBytes,
    begin: () => {
      let p = names.map(name => tf.tensor(params[name].elements.slice(), params[name].shape))
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

/**
 * The transformer in TensorFlow.js: variables, and its own Adam.
 *
 * @module
 */

/** Scores of the next character for each place, [batch · time, vocabulary], from rows of the same that have a single one. */
const scoresOf = (tf, { params, heads, inputs }) => {
  const [, batch, time] = inputs.shape
  const width = params['characters.w'].shape[1]
  const size = width / heads
  const blocks = Object.keys(params).filter(name => name.endsWith('self.norm.scale')).length
  const future = tf.tensor2d(
    Float32Array.from({ length: time * time }, (_, i) => (i % time > Math.floor(i / time) ? -1e18 : 0)),
    [time, time],
  )
  const gelu = h => tf.mul(tf.mul(h, 0.5), tf.add(tf.erf(tf.mul(h, Math.SQRT1_2)), 1))
  const split = h => tf.transpose(tf.reshape(h, [batch, time, heads, size]), [0, 2, 1, 3])
  const join = h => tf.reshape(tf.transpose(h, [0, 2, 1, 3]), [batch * time, width])

  return (p, x) => {
    const dense = (name, h) => tf.add(tf.matMul(h, p[`${name}.w`]), p[`${name}.b`])
    const norm = (name, h) => {
      const { mean, variance } = tf.moments(h, 1, true)
      const standard = tf.mul(tf.sub(h, mean), tf.rsqrt(tf.add(variance, 1e-5)))
      return tf.add(tf.mul(standard, p[`${name}.scale`]), p[`${name}.shift`])
    }
    const attention = (name, h) => {
      const [query, key, value] = ['query', 'key', 'value'].map(part => split(dense(`${name}.${part}`, h)))
      const scores = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(size))
      return dense(`${name}.output`, join(tf.matMul(tf.softmax(tf.add(scores, future)), value)))
    }
    const network = (name, h) => dense(`${name}.contract`, gelu(dense(`${name}.expand`, h)))

    // The WebAssembly backend has no gradient of a gather, but that of a product.
    const characters = tf.reshape(tf.matMul(x, p['characters.w']), [batch, time, width])
    let h = tf.reshape(tf.add(characters, p['positions.w']), [batch * time, width])
    for (let i = 0; i < blocks; i++) {
      const at = `blocks.${i}`
      h = tf.add(h, attention(`${at}.self.attention`, norm(`${at}.self.norm`, h)))
      h = tf.add(h, network(`${at}.feedForward.network`, norm(`${at}.feedForward.norm`, h)))
    }
    return dense('next', norm('norm', h))
  }
}

/** Runs from the job's start. */
export const transformerRuns = (tf, job) => {
  const { params, inputs, targets, rate } = job
  const [count, batch, time] = inputs.shape
  const rows = batch * time
  const oneHot = ({ elements }, i) =>
    tf.tidy(() =>
      tf.oneHot(elements.slice(i * rows, (i + 1) * rows), params['characters.w'].shape[0]).toFloat(),
    )
  const batches = Array.from({ length: count }, (_, i) => [oneHot(inputs, i), oneHot(targets, i)])
  const scores = scoresOf(tf, job)

  return () => {
    tf.disposeVariables()
    const p = Object.fromEntries(
      Object.entries(params).map(([name, { elements, shape }]) => [
        name,
        tf.tidy(() => tf.variable(tf.tensor(elements.slice(), shape), true, name)),
      ]),
    )
    const optimiser = tf.train.adam(rate, 0.9, 0.999, 1e-8)
    let at = 0
    const take = () => {
      const [x, y] = batches[at++ % count]
      return optimiser.minimize(() => tf.losses.softmaxCrossEntropy(y, scores(p, x)), true)
    }
    const loss = () => {
      const value = take()
      const [number] = value.dataSync()
      value.dispose()
      return number
    }
    return {
      losses: steps => Array.from({ length: steps }, loss),
      advance: steps => {
        for (let i = 1; i < steps; i++) take().dispose()
        loss()
        p['next.w'].dataSync()
      },
    }
  }
}

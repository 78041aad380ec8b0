/**
 * The transformer in jax-js. It counts owners: each use of an array takes it, unless it is asked for another reference.
 *
 * @module
 */
import { nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax'

const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8]

/** The mean cross-entropy of the next characters; both are rows with a single one, as jax-js has no gather with a gradient. */
const lossOf = ({ params, heads, inputs }) => {
  const [, batch, time] = inputs.shape
  const width = params['characters.w'].shape[1]
  const rows = batch * time
  const blocks = Object.keys(params).filter(name => name.endsWith('self.norm.scale')).length

  return (p, x, y) => {
    const dense = (name, h) => np.dot(h, p[`${name}.w`].ref).add(p[`${name}.b`].ref)
    const norm = (name, h) =>
      nn.standardize(h, -1, { epsilon: 1e-5 }).mul(p[`${name}.scale`].ref).add(p[`${name}.shift`].ref)
    const attention = (name, h) => {
      const [query, key, value] = ['query', 'key', 'value'].map(part =>
        dense(`${name}.${part}`, h.ref).reshape([batch, time, heads, width / heads]),
      )
      h.dispose()
      const mixed = nn.dotProductAttention(query, key, value, { isCausal: true })
      return dense(`${name}.output`, mixed.reshape([rows, width]))
    }
    const network = (name, h) =>
      dense(`${name}.contract`, nn.gelu(dense(`${name}.expand`, h), { approximate: false }))

    const characters = np.dot(x, p['characters.w'].ref).reshape([batch, time, width])
    let h = characters.add(p['positions.w'].ref).reshape([rows, width])
    for (let i = 0; i < blocks; i++) {
      const at = `blocks.${i}`
      h = h.ref.add(attention(`${at}.self.attention`, norm(`${at}.self.norm`, h)))
      h = h.ref.add(network(`${at}.feedForward.network`, norm(`${at}.feedForward.norm`, h)))
    }
    const scores = dense('next', norm('norm', h))
    tree.dispose(p)
    return nn
      .logSoftmax(scores)
      .mul(y)
      .sum()
      .mul(-1 / rows)
  }
}

/** A step of Adam, whose two means are beside the parameters. */
export const transformerStep = job => {
  const loss = lossOf(job)
  return ([params, mean, square, count], x, y) => {
    const [value, gradient] = valueAndGrad(loss)(tree.ref(params), x, y)
    const steps = count.add(1)
    const follow = beta => (so, now) => so.mul(beta).add(now.mul(1 - beta))
    const means = tree.map(follow(beta1), mean, tree.ref(gradient))
    const squares = tree.map(follow(beta2), square, tree.map(np.square, gradient))
    const correction = beta =>
      np.reciprocal(
        np
          .exp(steps.ref.mul(Math.log(beta)))
          .mul(-1)
          .add(1),
      )
    const [ofMean, ofSquare] = [correction(beta1), correction(beta2)]
    const next = tree.map(
      (p, m, v) =>
        p.sub(
          m
            .mul(ofMean.ref)
            .mul(job.rate)
            .div(np.sqrt(v.mul(ofSquare.ref)).add(epsilon)),
        ),
      params,
      tree.ref(means),
      tree.ref(squares),
    )
    tree.dispose([ofMean, ofSquare])
    return [[next, means, squares, steps], value]
  }
}

import { pipe } from 'fp-ts/lib/function.js'
import {
  adam,
  type Batch,
  batches,
  batchNorm,
  compose,
  dense,
  fit,
  objective,
  op,
  random,
  relu,
  smooth,
  softmaxCrossEntropy,
  type Tensor,
  tensor,
  trainingStep,
  zeros,
} from 'pullback'

// Objectives of one's own, without a cast: several layers, states, several inputs, randomness, gradients in the loss.

type Rows<N extends number> = Tensor<[number, N]>
const squares = (x: Tensor): Tensor<[]> => op.sum()(op.mul(x, x))

// SimCLR: two views through one encoder with states; labels say which row of the other view belongs to each.
const simclr = objective({
  name: 'simclr',
  layers: { encoder: compose(dense(8, 16), batchNorm(16), relu()), head: dense(16, 4) },
  run: (
    { encoder, head },
    { inputs: [one, other], targets }: Batch<readonly [Rows<8>, Rows<8>], Tensor<[number], 'integer'>>,
  ) => {
    const [x, y] = [head(encoder(one)), head(encoder(other))]
    const scores = op.matmul(x, op.transpose([1, 0])(y))
    return [softmaxCrossEntropy()(targets)(scores)[0], scores]
  },
})
const views = { inputs: [zeros([6, 8]), zeros([6, 8])], targets: tensor([0, 1, 2, 3, 4, 5], 'i32') } as const
export const contrastive = pipe(simclr, fit(adam(), batches(views, { size: 6 })))

// Diffusion: how far the noise has gone is drawn, and given to the layer beside the noisy image.
const diffusion = objective({
  name: 'diffusion',
  layers: { image: dense(8, 32), time: dense(1, 32), noise: compose(relu(), dense(32, 8)) },
  run: ({ image, time, noise }, { inputs }: Batch<Rows<8>, unknown>, context) => {
    if (context.mode === 'evaluation') return squares(inputs)
    const [first, second] = [random.foldIn(0)(context.key), random.foldIn(1)(context.key)]
    const share = random.uniform([inputs.shape[0], 1])(first)
    const drawn = random.normal(inputs.shape)(second)
    const spread = op.broadcast(inputs.shape)(share)
    const noisy = op.add(
      op.mul(op.sub(op.shift(1)(op.scale(0)(spread)), spread), inputs),
      op.mul(spread, drawn),
    )
    return squares(op.sub(noise(op.add(image(noisy), time(share))), drawn))
  },
})
export const denoising = pipe(
  diffusion,
  fit(adam(), batches({ inputs: zeros([8, 8]), targets: zeros([8]) }, { size: 4 })),
)

// A critic with a gradient penalty, and the generator against it, which gets the critic's parameters with its batch.
const critic = compose(dense(2, 16), relu(), dense(16, 1))
export const judging = objective({
  name: 'critic',
  layers: { critic },
  run: ({ critic }, { inputs: made, targets: real }: Batch<Rows<2>, Rows<2>>) => {
    const slope = smooth.gradient(smooth.lift((x: Rows<2>) => op.sum()(critic(x))))(real)
    return op.add(op.sub(op.sum()(critic(made)), op.sum()(critic(real))), squares(slope))
  },
})
export const step = pipe(judging, trainingStep(adam()))

const width = (params: Parameters<typeof judging.run>[0]): Tensor<[2, 16]> => params.critic[0].w
export const widths = [width]

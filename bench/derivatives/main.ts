/**
 * The cost of derivatives beyond the first, in gradients: `npm run bench:derivatives`.
 *
 * @module
 */
import {
  compose,
  dense,
  fromElements,
  init,
  key,
  lossOf,
  program,
  sigmoid,
  smooth,
  smoothOf,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tanh,
  tree,
  wasm,
} from 'pullback'
import { repeats, type Timing, takeTurns } from '../assemblyscript/turns.ts'
import { machineLine } from '../machine.ts'
import { markdown, three } from '../report/table.ts'
import { digitsToTrainOn } from '../start/digits.ts'

const pace = { rounds: 41, seconds: 0.04, warm: 0.3 }
const size = 64

const networks = [
  { name: '64-10-10, sigmoid', hidden: 10, activation: sigmoid() },
  { name: '64-128-10, tanh', hidden: 128, activation: tanh() },
] as const

type Network = (typeof networks)[number]

/** A function of tensors as a program whose inputs stay in the engine. */
const resident = (f: (...args: readonly never[]) => unknown, args: readonly unknown[]): (() => void) => {
  const { program: traced } = program.trace(f as (...args: readonly unknown[]) => unknown)(...args)
  const executable = wasm.prepare(traced)
  tree.tensors(args).forEach((x, i) => {
    executable.write(i, x)
  })
  return () => {
    executable.execute()
  }
}

const racersOf = ({ hidden, activation }: Network) => {
  const network = compose(dense(64, hidden), activation, dense(hidden, 10))
  const { features, labels } = digitsToTrainOn()
  const inputs: Tensor<[number, 64]> = fromElements([size, 64], features.slice(0, size * 64))
  const batch = { inputs, targets: fromElements([size], labels.slice(0, size)) }
  const { params, state } = init(network, { dtype: 'f64' })(key(0))
  const direction = init(network, { dtype: 'f64' })(key(1)).params
  const loss = lossOf(state)(supervised(softmaxCrossEntropy())(network))
  type P = typeof params
  type B = typeof batch
  const run = smoothOf(network, state) as unknown as smooth.Smooth<
    readonly [P, Tensor<[number, 64]>],
    Tensor<[number, 10]>
  >
  const functions = {
    gradient: [(p: P, b: B) => smooth.valueAndGradient(loss(b))(p), params, batch],
    'Hessian-vector product': [
      (p: P, b: B, v: P) => smooth.hvp(loss(b))(p, v as never),
      params,
      batch,
      direction,
    ],
    'Gauss-Newton-vector product': [
      (p: P, b: B, v: P) =>
        smooth.gaussNewtonVectorProduct(smooth.fixSecond(run, b.inputs), softmaxCrossEntropy()(b.targets))(
          p,
          v as never,
        ),
      params,
      batch,
      direction,
    ],
    'gradients of 64 examples': [(p: P, b: B) => smooth.perExampleGradients(loss)(p, b), params, batch],
    'their norms': [(p: P, b: B) => smooth.perExampleGradientNorms(loss)(p, b), params, batch],
  } as const
  return Object.entries(functions).map(([name, [f, ...args]]) => ({
    name,
    run: repeats(resident(f as (...args: readonly never[]) => unknown, args)),
  }))
}

const rowOf = ({ name, median, share }: Timing): readonly string[] => [name, three(median), three(share)]

console.log(`${machineLine([])}; engine ${wasm.name}, f64, batches of ${size}`)
for (const network of networks) {
  const timings = await takeTurns(racersOf(network), 'gradient', pace)
  console.log(`\n${markdown({ head: [network.name, 'µs', 'gradients'], rows: timings.map(rowOf) })}`)
}

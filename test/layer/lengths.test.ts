/**
 * Recurrent networks on sequences of different lengths.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  type AnyTensor,
  compile,
  fromValues,
  gru,
  init,
  key,
  lstm,
  op,
  rnn,
  type Tensor,
  toValues,
} from '../../src/index.ts'
import { named } from '../engines.ts'
import { hasShared, shared } from '../shared.ts'

type Sequences = Tensor<[number, number, number]>

/** A layer whose types are forgotten, as many are tried alike. */
type Run = (
  params: unknown,
  input: unknown,
  state: unknown,
  context: { readonly mode: 'evaluation' },
) => readonly [y: Tensor, pullback: (dy: Tensor) => readonly [params: never, input: readonly [Tensor]]]
const runOf = ({ run }: { readonly run: never }): Run => run
const predicted = (net: { readonly run: never }, params: unknown, input: unknown): Tensor =>
  runOf(net)(params, input, {}, { mode: 'evaluation' })[0]

const close = (x: AnyTensor, y: AnyTensor, within = 1e-12): void => {
  expect(x.shape).toEqual(y.shape)
  const wanted = toValues(y)
  Array.from(toValues(x)).forEach((value, i) => {
    expect(Math.abs(value - (wanted[i] as number))).toBeLessThan(within)
  })
}

const wave = (shape: readonly [number, number, number]): Sequences =>
  fromValues(
    shape,
    Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => Math.sin(1.7 * i)),
    'f64',
  )

const lengths = fromValues([4], [5, 3, 1, 0], 'i32')
const x = wave([4, 5, 2])
const dtype = { dtype: 'f64' } as const

const alone = (i: number, n: number): Sequences => op.slice([i, 0, 0], [1, n, 2])(x)

describe.each([
  ['rnn', rnn],
  ['lstm', lstm],
  ['gru', gru],
] as const)('%s', (_, make) => {
  const engines = [['evaluated', null] as const, ...named.map(engine => [engine.name, engine] as const)]
  describe.each(['forward', 'backward', 'both'] as const)('%s', direction => {
    test.each(engines)(
      'each example gives what it gives alone, and zeros beyond its end: %s',
      (_, engine) => {
        for (const output of ['sequence', 'last'] as const) {
          const many = make(2, 3, { direction, output, lengths: true })
          const one = make(2, 3, { direction, output })
          const { params } = init(one, dtype)(key(1))
          const run = (inputs: Sequences): AnyTensor => predicted(many as never, params, [inputs, lengths])
          const all = (engine === null ? run : compile(run, { engine }))(x)
          for (const [i, n] of [5, 3, 1].entries()) {
            const own = predicted(one as never, params, alone(i, n))
            const size = all.shape.slice(2)
            const given =
              output === 'last'
                ? op.slice([i, 0], [1, all.shape[1] as number])(all as Tensor)
                : op.slice([i, 0, 0], [1, n, ...size])(all)
            close(given, own)
          }
          const rest =
            output === 'last'
              ? op.slice([3, 0], [1, all.shape[1] as number])(all)
              : op.slice([1, 3, 0], [1, 2, all.shape[2] as number])(all)
          expect(Array.from(toValues(rest)).every(value => value === 0)).toBe(true)
        }
      },
    )
  })

  test('what lies beyond the end of a sequence has no part in gradients', () => {
    const many = make(2, 3, { lengths: true })
    const { params } = init(many, dtype)(key(1))
    const [y, pullback] = runOf(many as never)(params, [x, lengths], {}, { mode: 'evaluation' })
    const [, [dx]] = pullback(op.shift(1)(op.scale(0)(y)))
    const beyond = op.slice([1, 3, 0], [1, 2, 2])(dx)
    expect(Array.from(toValues(beyond)).every(value => value === 0)).toBe(true)
  })
})

test('numbers that are not lengths are refused with a sentence', () => {
  const net = lstm(2, 3, { lengths: true })
  const { params } = init(net, dtype)(key(0))
  const predict = (input: unknown): Tensor => predicted(net as never, params, input)
  expect(() => predict([x, fromValues([4], [6, 1, 1, 1], 'i32')])).toThrow('takes lengths from 0 to 5')
  expect(() => predict([x, fromValues([3], [1, 1, 1], 'i32')])).toThrow(
    'a length for each of its 4 sequences',
  )
  expect(() => predict(x)).toThrow('takes the tuple [sequences, lengths]')
})

interface Golden {
  readonly name: string
  readonly config: {
    readonly lengths: readonly number[]
    readonly input_size: number
    readonly hidden_size: number
  }
  readonly params: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly data: readonly number[] }>
  >
}

test.runIf(hasShared('golden2', 'lengths'))('they are those of PyTorch', () => {
  // biome-ignore lint/suspicious/noExplicitAny: cases have forms of their own
  const file: { readonly cases: readonly any[] } = JSON.parse(
    readFileSync(shared('golden2/layers2.json'), 'utf8'),
  )
  const array = ({ shape, data }: { shape: readonly number[]; data: readonly number[] }): Tensor =>
    fromValues(shape, data, 'f64') as Tensor
  const turned = (a: Golden['params'][string]): Tensor => op.transpose([1, 0])(array(a)) as Tensor
  for (const [name, make] of [
    ['lstm_of_lengths', lstm],
    ['gru_of_lengths', gru],
  ] as const) {
    const one = file.cases.find(({ name: own }) => own === name)
    const { input_size, hidden_size } = one.config
    const params = {
      input: { w: turned(one.params.weight_ih_l0), b: array(one.params.bias_ih_l0) },
      hidden: { w: turned(one.params.weight_hh_l0), b: array(one.params.bias_hh_l0) },
    }
    const own = fromValues([one.config.lengths.length], one.config.lengths, 'i32')
    const both = (['sequence', 'last'] as const).map((output, i) => {
      const net = make(input_size, hidden_size, { lengths: true, output })
      const place = i === 0 ? 'output' : 'final'
      const [y, pullback] = net.run(
        params as never,
        [array(one.inputs.x) as never, own],
        {},
        { mode: 'evaluation' },
      )
      close(y as AnyTensor, array(one.output[place]))
      return pullback(array(one.cotangent[place]) as never) as never as readonly [
        typeof params,
        readonly [Tensor],
      ]
    })
    const [[dp, [dx]], [dq, [ex]]] = both as [(typeof both)[0], (typeof both)[0]]
    close(op.add(dx, ex), array(one.grads.inputs.x))
    close(op.add(dp.hidden.w, dq.hidden.w), turned(one.grads.params.weight_hh_l0))
    close(op.add(dp.input.b, dq.input.b), array(one.grads.params.bias_ih_l0))
  }
})

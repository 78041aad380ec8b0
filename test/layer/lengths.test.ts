/**
 * Recurrent networks on sequences of different lengths.
 */
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

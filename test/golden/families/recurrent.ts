import {
  evaluation,
  fromValues,
  type gru,
  gruCell,
  type lstm,
  lstmCell,
  op,
  type rnn,
  rnnCell,
  scan,
  type Tensor,
  type tree,
} from '../../../src/index.ts'
import { family, only } from '../family.ts'
import type { Case } from '../golden.ts'
import { type CaseMap, checkMap, type Point, type Tensors } from '../smoothCase.ts'
import { turned } from './linear.ts'

/** A layer whose types are forgotten. */
interface Plain {
  readonly run: (
    params: tree.Tree,
    input: tree.Tree,
    state: tree.Tree,
    context: typeof evaluation,
  ) => readonly [tree.Tree, (db: tree.Tree) => readonly [tree.Tree, tree.Tree], tree.Tree]
}

interface Half {
  readonly w: Tensor
  readonly b?: Tensor
}

/** The files keep weights as [out, in], and name each by what it maps and by the direction. */
const arrange = (params: Tensors, suffix: string): tree.Tree => {
  const half = (name: string): tree.Tree => {
    const bias = params[`bias_${name}${suffix}`]
    return { w: turned(params[`weight_${name}${suffix}`]), ...(bias === undefined ? {} : { b: bias }) }
  }
  return { input: half('ih'), hidden: half('hh') }
}

const restore = (cotangent: tree.Tree, suffix: string): Tensors => {
  const { input, hidden } = cotangent as unknown as { readonly input: Half; readonly hidden: Half }
  const half = (name: string, { w, b }: Half): Tensors => ({
    [`weight_${name}${suffix}`]: turned(w),
    ...(b === undefined ? {} : { [`bias_${name}${suffix}`]: b }),
  })
  return { ...half('ih', input), ...half('hh', hidden) }
}

/** What a cell carries, by name, and the tree of it. */
const pack = (carries: readonly string[], named: (name: string) => Tensor): tree.Tree =>
  carries.length === 1 ? named(carries[0]!) : carries.map(named)
const unpack = (carries: readonly string[], carry: tree.Tree): Tensors => {
  const parts = (carries.length === 1 ? [carry] : carry) as readonly Tensor[]
  return Object.fromEntries(carries.map((name, i) => [name, parts[i]!]))
}
const suffixed = (tensors: Tensors, suffix: string): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name + suffix, x]))

/** One direction of a recurrence, in the names of the files. */
const direction =
  (layer: Plain, carries: readonly string[], suffix = '', initial = (x: Tensor): Tensor => x): CaseMap =>
  ({ params, inputs }: Point) => {
    const first = pack(carries, name => initial(inputs[`${name}0`] as Tensor))
    const [pair, pullback] = layer.run(arrange(params, suffix), [inputs.x!, first], {}, evaluation)
    const [output, last] = pair as readonly [Tensor, tree.Tree]
    return [
      { output, ...suffixed(unpack(carries, last), '_n') },
      (dy: Tensors) => {
        const dlast = pack(carries, name => dy[`${name}_n`] as Tensor)
        const [dparams, dinput] = pullback([dy.output!, dlast])
        const [dx, dfirst] = dinput as readonly [Tensor, tree.Tree]
        return {
          params: restore(dparams, suffix),
          inputs: { x: dx, ...suffixed(unpack(carries, dfirst), '0') },
        }
      },
    ]
  }

const plain = (layer: unknown): Plain => layer as Plain

const recurrent = (
  cell: (inputs: number, hidden: number, options: { readonly bias: boolean }) => unknown,
  carries: readonly string[],
) =>
  family<Case>((one, run) => {
    const { input_size: inputs, hidden_size: hidden, bias } = one.config
    only('layout', one.config.batch_first, true)
    checkMap(direction(plain(scan()(cell(inputs, hidden, { bias }) as never)), carries), one, run)
  })

export const rnnTanh = recurrent(rnnCell, ['h'])
export const lstmFamily = recurrent(lstmCell, ['h', 'c'])
export const gruFamily = recurrent(gruCell, ['h'])

/** A network on sequences of different lengths: all hidden vectors, and the one at the end of each. */
export const ofLengths =
  (make: typeof lstm | typeof gru | typeof rnn) =>
  ({ config }: Case): CaseMap => {
    const { input_size: inputs, hidden_size: hidden, lengths, note: _ } = config
    const own = fromValues([lengths.length], lengths, 'i32')
    const [all, ends] = (['sequence', 'last'] as const).map(output =>
      plain(make(inputs, hidden, { lengths: true, output })),
    ) as [Plain, Plain]
    return ({ params, inputs: given }: Point) => {
      const at = arrange(params, '_l0')
      const [[output, pullAll], [final, pullEnds]] = [all, ends].map(layer =>
        layer.run(at, [given.x!, own], {}, evaluation),
      ) as [ReturnType<Plain['run']>, ReturnType<Plain['run']>]
      return [
        { output: output as Tensor, final: final as Tensor },
        (dy: Tensors) => {
          const pulled = [pullAll(dy.output!), pullEnds(dy.final!)].map(([dp, dinput]) => ({
            params: restore(dp, '_l0'),
            inputs: { x: (dinput as readonly [Tensor, unknown])[0] } as Tensors,
          })) as [Point, Point]
          const sum = (xs: Tensors, ys: Tensors): Tensors =>
            Object.fromEntries(
              Object.entries(xs).map(([name, x]) => [name, op.add(x as Tensor, ys[name] as Tensor)]),
            )
          return {
            params: sum(pulled[0].params, pulled[1].params),
            inputs: sum(pulled[0].inputs, pulled[1].inputs),
          }
        },
      ]
    }
  }

/** One of two directions along the first axis, or along the last one. */
const half = (x: Tensor, which: 0 | 1, axis: number): Tensor => {
  const sizes = x.shape.map((n, i) => (i === axis ? n / 2 : n))
  return op.slice(
    x.shape.map((_, i) => (i === axis ? which * sizes[axis]! : 0)),
    sizes,
  )(x) as Tensor
}
const carryOf = (which: 0 | 1) => (x: Tensor) => op.reshape(x.shape.slice(1))(half(x, which, 0)) as Tensor
const stacked = (a: Tensor, b: Tensor): Tensor => {
  const layered = (x: Tensor): Tensor => op.reshape([1, ...x.shape])(x) as Tensor
  return op.concat(0)(layered(a), layered(b)) as Tensor
}

export const bidirectionalLstm = family<Case>((one, run) => {
  const { input_size: inputs, hidden_size: hidden, bias } = one.config
  only('layout', one.config.batch_first, true)
  const cell = lstmCell<number, number, boolean>(inputs, hidden, { bias })
  const ways = [
    direction(plain(scan()(cell)), ['h', 'c'], '_forward', carryOf(0)),
    direction(plain(scan({ reverse: true })(cell)), ['h', 'c'], '_reverse', carryOf(1)),
  ] as const
  checkMap(
    at => {
      const [[forward, pullForward], [backward, pullBackward]] = [ways[0](at), ways[1](at)]
      const [left, right] = [forward as Tensors, backward as Tensors] as const
      const both = (name: string): Tensor => stacked(left[name] as Tensor, right[name] as Tensor)
      return [
        {
          output: op.concat(2)(left.output as Tensor, right.output as Tensor),
          h_n: both('h_n'),
          c_n: both('c_n'),
        },
        (dy: Tensors) => {
          const part = (which: 0 | 1) => ({
            output: half(dy.output as Tensor, which, 2),
            h_n: carryOf(which)(dy.h_n as Tensor),
            c_n: carryOf(which)(dy.c_n as Tensor),
          })
          const [one, other] = [pullForward(part(0) as never), pullBackward(part(1) as never)]
          const start = (name: string): Tensor =>
            stacked(one.inputs[name] as Tensor, other.inputs[name] as Tensor)
          return {
            params: { ...one.params, ...other.params },
            inputs: {
              x: op.add(one.inputs.x as Tensor, other.inputs.x as Tensor),
              h0: start('h0'),
              c0: start('c0'),
            },
          }
        },
      ]
    },
    one,
    run,
  )
})

/**
 * Laws of programs as text, as pictures and as costs: each value has its line, each use its edge, and is counted once.
 *
 * @module
 */
import fc from 'fast-check'
import { type AnyTensor, program, reference, type Shape, toValues, wasm } from '../../src/index.ts'
import { abstractOf, type Program } from '../../src/primitive/core/program.ts'
import { showValue } from '../../src/tensor/contract/index.ts'
import { every, exact, holds } from '../close.ts'
import { type LawSet, law, lawSet, type Verdict } from '../law.ts'
import { refusedSaying } from '../oracle/refusal.ts'
import { type Sample, samplesIn } from './sample.ts'

const samples = samplesIn({ floats: ['f32', 'f64'], declines: [] })

interface Typed {
  readonly shape: Shape
  readonly dtype: string
}

const sizeOf = ({ shape }: Typed): number => shape.reduce((n, m) => n * m, 1)
const widths: Readonly<Record<string, number>> = { f64: 8, f32: 4, i32: 4, u8: 1 }
const bytesOf = (x: Typed): number => sizeOf(x) * (widths[x.dtype] as number)
const typeOf = ({ shape, dtype }: Typed): string => `${dtype}[${shape.join(', ')}]`

/** A number, with the sign of a zero. */
const numeral = (x: unknown): string => (Object.is(x, -0) ? '-0' : `${x}`)

const optionsOf = (options: object): string => {
  const shown = Object.entries(options).flatMap(([name, value]) => {
    if (value === false) return []
    if (value === true) return [name]
    return [`${name}=${Array.isArray(value) ? `[${value.join(', ')}]` : numeral(value)}`]
  })
  return shown.length === 0 ? '' : ` {${shown.join(', ')}}`
}

const constantOf = (x: AnyTensor): string =>
  `${sizeOf(x) === 1 ? numeral(toValues(x)[0]) : 'constant'} : ${typeOf(x)}`

/** A program's lines, value by value. */
const linesOf = ({ inputs, constants, equations, outputs }: Program): readonly string[] => {
  const values = [
    ...inputs.map(x => `input : ${typeOf(x)}`),
    ...constants.map(constantOf),
    ...equations.map(
      ({ primitive, options, operands, shape, dtype }) =>
        `${primitive.name}${optionsOf(options as object)} ${operands.map(ref => `%${ref}`).join(' ')} : ${typeOf({ shape, dtype })}`,
    ),
  ]
  return [
    ...values.map((value, i) => `%${i} = ${value}`),
    `return ${outputs.map(ref => `%${ref}`).join(' ')}`,
  ]
}

interface Picture {
  readonly vertices: readonly (readonly [id: string, text: string, isInput: boolean])[]
  readonly edges: readonly (readonly [from: string, to: string, text: string])[]
}

const pictureOf = (it: Program): Picture => {
  const { inputs, constants, equations, outputs } = it
  const first = inputs.length + constants.length
  const edge = (ref: number, to: string) => [`v${ref}`, to, typeOf(abstractOf(it, ref))] as const
  return {
    vertices: [
      ...inputs.map((_, i) => [`v${i}`, `input ${i}`, true] as const),
      ...constants.map((_, i) => [`v${inputs.length + i}`, 'constant', true] as const),
      ...equations.map(({ primitive }, i) => [`v${first + i}`, primitive.name, false] as const),
      ...outputs.map((_, i) => [`out${i}`, `output ${i}`, false] as const),
    ],
    edges: [
      ...equations.flatMap(({ operands }, i) => operands.map(ref => edge(ref, `v${first + i}`))),
      ...outputs.map((ref, i) => edge(ref, `out${i}`)),
    ],
  }
}

/** Operations that only move or take, and those that count what they read. */
const free = [
  'bits',
  'broadcast',
  'concat',
  'convert',
  'dynamicSlice',
  'dynamicUpdateSlice',
  'gather',
  'pad',
  'reshape',
  'select',
  'slice',
  'transpose',
  'uniform01',
]
const perInput = ['argmax', 'argmaxWindows', 'max', 'scatterAdd', 'sum']

type Equation = Program['equations'][number]

/** The operations of one equation, counted by loops. */
const operationsOf = (it: Program, { primitive, operands, options, ...result }: Equation): number => {
  const [a, b] = operands.map(ref => abstractOf(it, ref)) as [Typed, Typed]
  if (free.includes(primitive.name)) return 0
  if (perInput.includes(primitive.name)) return sizeOf(a)
  if (primitive.name === 'matmul') {
    const inner = a.shape.at((options as { readonly transposeA: boolean }).transposeA ? -2 : -1) as number
    return 2 * sizeOf(result) * inner
  }
  if (primitive.name === 'convolve') return 2 * sizeOf(result) * sizeOf({ ...b, shape: b.shape.slice(1) })
  return sizeOf(result)
}

/** The most bytes of results that are still to be read, a reshape being what it reshapes. */
const peakOf = (it: Program): number => {
  const first = it.inputs.length + it.constants.length
  const home = (ref: number): number => {
    const equation = it.equations[ref - first]
    return equation?.primitive.name === 'reshape' ? home(equation.operands[0] as number) : ref
  }
  const isReadFrom = (ref: number, at: number): boolean =>
    it.outputs.some(output => home(output) === ref) ||
    it.equations.slice(at).some(({ operands }) => operands.some(operand => home(operand) === ref))
  const alive = it.equations.map((_, now) => {
    const made = it.equations.slice(0, now + 1).map((__, i) => first + i)
    const needed = made.filter(ref => home(ref) === ref && (ref === first + now || isReadFrom(ref, now)))
    return needed.reduce((sum, ref) => sum + bytesOf(abstractOf(it, ref)), 0)
  })
  return Math.max(0, ...alive)
}

const same = (got: string, want: readonly string[]): Verdict =>
  holds(got === want.join('\n'), got, want.join('\n'))

const wrongs = fc.constantFrom<unknown>(undefined, null, 'x', true, {})
const escaped = (words: string): string => words.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')

/** Laws of programs that are shown and counted. */
export const shownLaws: LawSet = lawSet(
  'programs shown',
  [
    law(
      'I1',
      'a program is shown by a line for each value, and what it returns',
      [samples],
      ({ program: it }: Sample) => same(program.show(it), linesOf(it)),
    ),
    law(
      'I2',
      'a picture has a vertex for each value and output, and an edge for each use, with its type',
      [samples],
      ({ program: it }: Sample) => {
        const { vertices, edges } = pictureOf(it)
        return every(
          same(program.diagram('mermaid')(it), [
            'flowchart TD',
            ...vertices.map(([id, text, isInput]) => (isInput ? `  ${id}([${text}])` : `  ${id}[${text}]`)),
            ...edges.map(([from, to, text]) => `  ${from} -->|"${text}"| ${to}`),
          ]),
          same(program.diagram('dot')(it), [
            'digraph program {',
            ...vertices.map(
              ([id, text, isInput]) => `  ${id} [label="${text}", shape=${isInput ? 'oval' : 'box'}]`,
            ),
            ...edges.map(([from, to, text]) => `  ${from} -> ${to} [label="${text}"]`),
            '}',
          ]),
        )
      },
    ),
    law(
      'I3',
      'a program costs the operations of its equations, the bytes that they read and write, and what is alive at once',
      [samples],
      ({ program: it }: Sample) => {
        const { flops, bytes, peakBytes } = program.cost(it)
        const operations = it.equations.reduce((sum, equation) => sum + operationsOf(it, equation), 0)
        const moved = it.equations.reduce(
          (sum, equation) =>
            sum +
            bytesOf(equation) +
            equation.operands.reduce((n, ref) => n + bytesOf(abstractOf(it, ref)), 0),
          0,
        )
        return every(
          holds(Math.abs(flops - operations) <= 1e-6 * operations, flops, operations),
          exact([bytes, peakBytes], [moved, peakOf(it)]),
        )
      },
    ),
    law(
      'I6',
      'a program with one part altered is refused, whatever is made of it, with the part that is wrong',
      [samples.filter(({ program: { equations } }) => equations.length > 0), fc.nat(), wrongs, fc.nat(5)],
      ({ program: it }: Sample, at, wrong, more) => {
        const { equations, inputs, constants, outputs } = it
        const [i, o, p] = [at % equations.length, at % outputs.length, at % inputs.length]
        const equation = equations[i] as Equation
        const first = inputs.length + constants.length
        const uses = { ...program, reference: reference.prepare, wasm: wasm.prepare }
        const made: readonly ((it: Program) => unknown)[] = [
          uses.show,
          uses.cost,
          uses.run,
          uses.diagram('dot'),
          uses.reference,
          uses.wasm,
        ]
        const refuses = (given: object, words: string) => {
          const use = made[at % made.length] as (it: Program) => unknown
          return refusedSaying('ArgumentError', new RegExp(`^${escaped(words)}`), () =>
            use({ ...it, ...given } as Program),
          )
        }
        const altered = (change: object | null) => ({
          equations: equations.map((each, j) => (j === i ? change && { ...each, ...change } : each)),
        })
        const shown = showValue(wrong)
        const self = `Equation ${i} of the program`
        const operation = `${self} has to be an operation of values, { primitive, options, operands, shape, dtype }, but is `
        const { primitive, operands, shape, dtype } = equation
        const says = `${self}, ${primitive.name}, gives ${typeOf({ shape, dtype })}, but says otherwise of itself.`
        const other = dtype === 'f64' ? 'f32' : 'f64'
        return every(
          holds(uses.show(it).length > 0, it, 'taken as it is'),
          refuses(altered(null), `${operation}null.`),
          ...[
            { primitive: wrong },
            { primitive: { ...primitive, name: 1 } },
            { primitive: { ...primitive, shape: 1 } },
            { primitive: { ...primitive, kernel: 1 } },
            { options: null },
            { options: 7 },
            { operands: wrong },
          ].map(change => refuses(altered(change), operation)),
          ...[-1, 0.5, first + i, first + i + more, wrong].map(ref =>
            refuses(
              altered({ operands: [ref, ...operands.slice(1)] }),
              `${self} names the value ${showValue(ref)}, but there are ${first + i} before it, counted from 0.`,
            ),
          ),
          refuses(altered({ operands: [] }), `${self}, ${primitive.name}, cannot be: `),
          ...[{ shape: [...shape, 1] }, { shape: wrong }, { dtype: other }, { dtype: wrong }].map(change =>
            refuses(altered(change), says),
          ),
          ...[-1, first + equations.length + more, wrong].map(ref =>
            refuses(
              { outputs: outputs.map((each, j) => (j === o ? ref : each)) },
              `Output ${o} of the program names the value ${showValue(ref)}, but there are ${first + equations.length} before it, counted from 0.`,
            ),
          ),
          ...[
            wrong,
            { shape: [-1], dtype: 'f32' },
            { shape: [1], dtype: 'f16' },
            { shape: 1, dtype: 'f32' },
          ].map(x =>
            refuses(
              { inputs: inputs.map((each, j) => (j === p ? x : each)) },
              `Input ${p} of the program has to have a shape and an element type, but is ${showValue(x)}.`,
            ),
          ),
          refuses(
            { constants: [...constants, wrong] },
            `Constant ${constants.length} of the program has to be a tensor, but is ${shown}.`,
          ),
        )
      },
    ),
  ],
  [],
  40,
)

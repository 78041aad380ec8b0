/**
 * Programs as pictures, in the languages of Mermaid and of Graphviz.
 *
 * @module
 */

import { abstractOf, firstResult, type Program } from '../primitive/core/program.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { showAbstract } from './show.ts'
import { requireWellFormed } from './wellFormed.ts'

interface Vertex {
  readonly id: string
  readonly text: string
  readonly isInput: boolean
}

interface Edge {
  readonly from: string
  readonly to: string
  readonly text: string
}

const nameOf = (ref: number): string => `v${ref}`

const verticesOf = (program: Program): readonly Vertex[] => [
  ...program.inputs.map((_, i) => ({ id: nameOf(i), text: `input ${i}`, isInput: true })),
  ...program.constants.map((_, i) => ({
    id: nameOf(program.inputs.length + i),
    text: 'constant',
    isInput: true,
  })),
  ...program.equations.map(({ primitive }, i) => ({
    id: nameOf(firstResult(program) + i),
    text: primitive.name,
    isInput: false,
  })),
  ...program.outputs.map((_, i) => ({ id: `out${i}`, text: `output ${i}`, isInput: false })),
]

const edgesOf = (program: Program): readonly Edge[] => {
  const edge = (ref: number, to: string): Edge => ({
    from: nameOf(ref),
    to,
    text: showAbstract(abstractOf(program, ref)),
  })
  return [
    ...program.equations.flatMap(({ operands }, i) =>
      operands.map(ref => edge(ref, nameOf(firstResult(program) + i))),
    ),
    ...program.outputs.map((ref, i) => edge(ref, `out${i}`)),
  ]
}

const mermaid = (program: Program): string =>
  [
    'flowchart TD',
    ...verticesOf(program).map(({ id, text, isInput }) => `  ${id}${isInput ? `([${text}])` : `[${text}]`}`),
    ...edgesOf(program).map(({ from, to, text }) => `  ${from} -->|"${text}"| ${to}`),
  ].join('\n')

const dot = (program: Program): string =>
  [
    'digraph program {',
    ...verticesOf(program).map(
      ({ id, text, isInput }) => `  ${id} [label="${text}", shape=${isInput ? 'oval' : 'box'}]`,
    ),
    ...edgesOf(program).map(({ from, to, text }) => `  ${from} -> ${to} [label="${text}"]`),
    '}',
  ].join('\n')

/**
 * A program as a picture's source: Mermaid, or the DOT language of Graphviz.
 *
 * @example
 * import { op, program, zeros } from 'pullback'
 * console.log(program.diagram('mermaid')(program.trace(op.tanh)(zeros([4])).program))
 *
 * @category Programs
 * @since 0.1.0
 */
export const diagram = takes(
  'diagram',
  [{ language: needs.oneOf('mermaid', 'dot') }, { program: needs.program }],
  () => diagramUnchecked,
)

const diagramUnchecked =
  (language: 'mermaid' | 'dot') =>
  (program: Program): string => {
    requireWellFormed(program)
    return language === 'mermaid' ? mermaid(program) : dot(program)
  }

import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import type { Specification } from '../../laws/primitive/specification.ts'
import { specifications } from '../../laws/primitive/specifications.ts'
import type { AnyTensor, DType } from '../../src/index.ts'
import { decodeModelFile } from '../../src/onnx/file/decodeModel.ts'
import type { Graph } from '../../src/onnx/file/messages.ts'
import { onnx } from '../../src/onnx/index.ts'
import { elementNumbers } from '../../src/onnx/lower/value.ts'
import { controls } from '../../src/primitive/control/controls.ts'
import { bind } from '../../src/primitive/core/bind.ts'
import type { Primitive } from '../../src/primitive/core/primitive.ts'
import { type PrimitiveName, primitives } from '../../src/primitive/table.ts'

/** Names that a graph gives, each once and before it is taken; bodies see those around them. */
const requireOrder = (graph: Graph, around: ReadonlySet<string>): void => {
  const known = new Set(around)
  const give = (name = ''): void => {
    expect(known.has(name), `${name} is given twice`).toBe(false)
    known.add(name)
  }
  for (const { name } of [...graph.input, ...graph.initializer]) give(name)
  const stated = new Set([...graph.value_info, ...graph.output].map(({ name }) => name))
  for (const node of graph.node) {
    for (const name of node.input) if (name !== '') expect(known.has(name), `${name} is not there`).toBe(true)
    for (const { g } of node.attribute) if (g !== undefined) requireOrder(g, known)
    for (const name of node.output) {
      give(name)
      // Numbers say their type themselves.
      if (node.op_type !== 'Constant') expect(stated.has(name), `the type of ${name} is stated`).toBe(true)
    }
  }
  for (const { name = '' } of graph.output) expect(known.has(name)).toBe(true)
}

const cases = (Object.keys(primitives) as readonly PrimitiveName[])
  .filter(name => name !== 'result' && !Object.hasOwn(controls, name))
  .flatMap(name =>
    (specifications[name] as Specification<unknown>).dtypes.map(dtype => [name, dtype] as const),
  )

test.each(cases)(
  '%s in %s is written in order, and its type is that of its shape rule',
  (name, dtype: DType) => {
    const { cases } = specifications[name] as Specification<unknown>
    for (const { inputs, options } of fc.sample(cases(dtype), { seed: 3, numRuns: 2 })) {
      const primitive = primitives[name] as unknown as Primitive
      const wanted = primitive.shape(inputs, options)
      const file = onnx()((...xs: readonly AnyTensor[]) => bind(primitive, options, xs))(...inputs)
      const model = decodeModelFile(file.bytes)
      if (!isRight(model)) throw new Error('not a model file')
      const graph = model.right.graph as Graph
      requireOrder(graph, new Set())
      const type = graph.output[0]?.type?.tensor_type
      expect(type?.elem_type).toBe(elementNumbers[wanted.dtype])
      expect(type?.shape?.dim.map(({ dim_value }) => Number(dim_value))).toEqual(wanted.shape)
    }
  },
)

/**
 * The number of steps that an optimiser of PyTorch has taken, which it counts for each parameter.
 *
 * @module
 */
import type { NamedTensors } from '../safetensors/encode.ts'
import { showShape } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, isConcrete } from '../tensor/tensor.ts'
import type { StateProblem } from './pytorchError.ts'

const countOf = (tensor: AnyTensor): number | null => {
  if (tensor.shape.length !== 0 || !isConcrete(tensor)) return null
  const [count = -1] = elementsOf(tensor)
  return Number.isSafeInteger(count) && count >= 0 ? count : null
}

/** The count of tensors of these names, which have to agree. */
export const stepIn = (
  names: readonly string[],
  tensors: NamedTensors,
): { readonly step: number | null; readonly problems: readonly StateProblem[] } => {
  const expected = 'a number of steps, the same for all parameters,'
  const there = names.map(name => [name, Object.hasOwn(tensors, name) ? tensors[name] : undefined] as const)
  const first = there.flatMap(([, tensor]) => (tensor === undefined ? [] : [countOf(tensor)]))[0] ?? null
  const problems = there.flatMap(([name, tensor]): readonly StateProblem[] => {
    if (tensor === undefined) return [{ _tag: 'Missing', name, expected, to: ['step'] }]
    const count = countOf(tensor)
    if (count !== null && count === first) return []
    const found = count === null ? `${tensor.dtype}${showShape(tensor.shape)}` : String(count)
    return [{ _tag: 'Misfit', name, expected, found, to: ['step'] }]
  })
  return { step: problems.length === 0 ? first : null, problems }
}

import { op, program, zeros } from 'pullback'
import { expect, test } from 'vitest'

const primitivesOf = (equation: string, ...shapes: readonly (readonly number[])[]): readonly string[] => {
  const run = op.einsum(equation as string) as (...tensors: readonly unknown[]) => unknown
  const { equations } = program.trace(run)(...shapes.map(shape => zeros(shape))).program
  return equations.map(({ primitive }) => primitive.name)
}

// Products by elements give the same numbers, and take the memory of all of them.
test.each([
  ['ij,jk->ik', [2, 3], [3, 4]],
  ['bij,bjk->bik', [2, 3, 4], [2, 4, 5]],
  ['ij,j->i', [2, 3], [3]],
  ['bqhd,bkhd->bhqk', [2, 3, 4, 5], [2, 6, 4, 5]],
  ['ij,kj->ik', [2, 3], [4, 3]],
])('%s is a product of matrices', (equation, ...shapes) => {
  const names = primitivesOf(equation, ...shapes)
  expect(names.filter(name => name === 'matmul')).toHaveLength(1)
  expect(names).not.toContain('mul')
})

test.each([
  ['i,i->', [3], [3]],
  ['ij,ij->ij', [2, 3], [2, 3]],
  ['i,j->ij', [2], [3]],
])('%s is not', (equation, ...shapes) => {
  expect(primitivesOf(equation, ...shapes)).not.toContain('matmul')
})

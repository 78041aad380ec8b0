/**
 * Equations that together are one operation of ONNX: where nothing else needs what is between them, they become that.
 *
 * @module
 */
import { type Equation, firstResult, type Program, type Ref } from '../../primitive/core/program.ts'
import { type Fused, View } from './match.ts'
import { patterns } from './patterns.ts'

/** Who needs each value: equations by their results, or null for an output. */
const usersOf = (program: Program): ReadonlyMap<Ref, readonly (Ref | null)[]> => {
  const users = new Map<Ref, (Ref | null)[]>()
  const add = (ref: Ref, user: Ref | null): void => {
    const list = users.get(ref)
    if (list === undefined) users.set(ref, [user])
    else list.push(user)
  }
  const base = firstResult(program)
  program.equations.forEach(({ operands }: Equation, i) => {
    for (const ref of operands) add(ref, base + i)
  })
  for (const ref of program.outputs) add(ref, null)
  return users
}

/** Finds what the equation with a result is the last of, if anything. */
export const fusedAt = (program: Program): ((ref: Ref) => Fused | null) => {
  const users = usersOf(program)
  const view = new View(program)
  const isOwn = (root: Ref, between: readonly Ref[]): boolean => {
    const inside = new Set<Ref | null>([root, ...between])
    return between.every(ref => (users.get(ref) ?? []).every(user => inside.has(user)))
  }
  return root => {
    for (const pattern of patterns) {
      const found = pattern(view, root)
      if (found !== null && isOwn(root, found.between)) return found
    }
    return null
  }
}

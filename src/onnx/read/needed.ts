/**
 * Values that have to be known when a program is made, found from the nodes that need it back to where it comes from: floats of the file that
 * decide over shapes are constants, and inputs that do have to be given.
 *
 * @module
 */
import type { OnnxPlace } from '../file/onnxError.ts'
import { type Definition, ReadFailure, type Reading, type Stored } from './reading.ts'

/** The stored tensors that are constants because something needs to know them. */
export const constantsOf = ({ needs }: Reading): ReadonlySet<Stored> => {
  const constants = new Set<Stored>()
  const seen = new Set<Definition>()
  const stack: { readonly definition: Definition; readonly place: OnnxPlace; readonly input: number }[] = [
    ...needs,
  ]
  while (stack.length > 0) {
    const { definition, place, input } = stack.pop()!
    if (seen.has(definition)) continue
    seen.add(definition)
    switch (definition._tag) {
      case 'Stored':
        constants.add(definition)
        break
      case 'Input':
        if (!definition.isKnown)
          throw new ReadFailure({
            _tag: 'UnknownInput',
            input: definition.name,
            place,
            reason: `its input ${input} decides over shapes, and has to be known when the model is read`,
          })
        break
      case 'Node':
        if (!definition.ofShapes)
          for (const from of definition.from) stack.push({ definition: from, place, input })
        break
      case 'Argument':
        for (const from of definition.from) stack.push({ definition: from, place, input })
    }
  }
  return constants
}

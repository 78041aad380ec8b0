/**
 * Writing answers: at each place the character that scores highest.
 *
 * @module
 */
import {
  cached,
  compile,
  type Engine,
  type Integers,
  init,
  key,
  op,
  predictWithState,
  type Tensor,
  type Tree,
} from 'pullback'
import { asked, decoded, encoded, seen, whole } from './corpus.ts'
import { network, type Speaker } from './model.ts'

type Texts = Integers<[number, number]>

/** What the network keeps of the texts so far, the character that comes next, and the texts with it. */
interface Writing {
  readonly cache: Tree
  readonly next: Texts
  readonly texts: Texts
}

/** Texts continued to the end of their answers: the questions are read at once, and then each character that was written. */
const completed = ({ params }: Speaker, questions: Texts): Texts => {
  const [count] = questions.shape
  const writer = cached({ capacity: seen, batch: count })(network)
  const read = (cache: Tree, part: Texts, texts: Texts): Writing => {
    const [scores, after] = predictWithState(writer, { params, state: cache })(part)
    const [, length, characters] = (scores as Tensor<[number, number, number]>).shape
    const last = op.slice([0, length - 1, 0], [count, 1, characters])(scores as Tensor)
    const next = op.argmax(last as Tensor<[number, number, number]>)
    return { cache: after, next, texts: op.concat(1)(texts, next) as Texts }
  }
  const { dtype } = params.characters.w
  const begun = read(init(writer, { dtype })(key(0)).state, questions, questions)
  return Array.from({ length: whole - asked - 1 }).reduce<Writing>(
    ({ cache, next, texts }) => read(cache, next, texts),
    begun,
  ).texts
}

/** Texts continued to the end of their answers, which is one pure function and so one program. */
export const completing = (
  engine: Engine,
): ((model: Speaker, texts: readonly string[]) => readonly string[]) => {
  const complete = compile(completed, { engine })
  return (model, texts) => decoded(complete(model, encoded(texts)))
}

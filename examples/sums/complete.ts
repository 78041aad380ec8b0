/**
 * Writing answers: at each place the character that scores highest.
 *
 * @module
 */
import { compile, type Engine, type Integers, op, predict, type Tensor } from 'pullback'
import { asked, decoded, encoded, whole } from './corpus.ts'
import { network, type Speaker } from './model.ts'

type Texts = Integers<[number, number]>

/** The texts with one more character. */
const extended = (model: Speaker, texts: Texts): Texts => {
  const [count, length] = texts.shape
  const scores = predict(network, model)(texts) as Tensor<[number, number, number]>
  const atEnd = op.slice([0, length - 1, 0], [count, 1, scores.shape[2]])(scores)
  return op.concat(1)(texts, op.argmax(atEnd as typeof scores)) as Texts
}

/** Texts continued to the end of their answers, which is one pure function and so one program. */
export const completing = (
  engine: Engine,
): ((model: Speaker, texts: readonly string[]) => readonly string[]) => {
  const complete = compile(
    (model: Speaker, texts: Texts) =>
      Array.from({ length: whole - asked }).reduce<Texts>(so => extended(model, so), texts),
    { engine },
  )
  return (model, texts) => decoded(complete(model, encoded(texts)))
}

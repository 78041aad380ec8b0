/**
 * Identities and composition: the laws of a category, and that each map of a composite runs once.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { op, smooth, type Tensor } from '../../src/index.ts'
import { needs, takes } from '../../src/tensor/contract/index.ts'
import { every, exact, holds } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { agree, alike, endomaps, ofAnyShape } from './maps.ts'

/**
 * A way to compose smooth maps, the first map first.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface Composition {
  readonly identity: <A>() => smooth.Smooth<A, A>
  readonly andThen: <A, B, C>(f: smooth.Smooth<A, B>, g: smooth.Smooth<B, C>) => smooth.Smooth<A, C>
}

type Endo = smooth.Smooth<Tensor, Tensor>

/** Where to split a composite, at each level of nesting. */
const splits = fc.array(fc.nat(100), { minLength: 1, maxLength: 8 })

/** The composite of maps in order, nested in one of its many ways. */
const nested = (
  { andThen }: Composition,
  maps: readonly Endo[],
  choices: readonly number[],
  depth = 0,
): Endo => {
  if (maps.length === 1) return maps[0] as Endo
  const cut = 1 + ((choices[depth % choices.length] as number) % (maps.length - 1))
  return andThen(
    nested({ andThen } as Composition, maps.slice(0, cut), choices, depth + 1),
    nested({ andThen } as Composition, maps.slice(cut), choices, depth + 2),
  )
}

/** A map that writes down each time it or its pullback runs. */
const counted =
  (f: Endo, position: number, journal: string[]): Endo =>
  x => {
    journal.push(`run ${position}`)
    const [y, pull] = f(x)
    return [
      y,
      dy => {
        journal.push(`pull ${position}`)
        return pull(dy)
      },
    ]
  }

const several = (count: Arbitrary<number>) =>
  count.chain(n => fc.array(endomaps, { minLength: n, maxLength: n }))

/**
 * Laws 3 to 6 for a way to compose smooth maps.
 *
 * @category Laws
 * @since 0.1.0
 */
export const categoryLaws = takes(
  'categoryLaws',
  { name: needs.text, composition: needs.record({ identity: needs.fn, andThen: needs.fn }) },
  () =>
    (name: string, composition: Composition): LawSet => {
      const { identity, andThen } = composition
      return lawSet(name, [
        law('3', 'R[id](x, b̄) = b̄', [alike(2)], ([x, db]) => {
          const [y, pull] = identity<Tensor>()(x)
          return every(exact(y, x), exact(pull(db), db))
        }),
        law('4a', 'id ∘ f = f', [endomaps, alike(2)], ({ f }, [x, db]) =>
          agree()(andThen(f, identity<Tensor>()), f, x, db),
        ),
        law('4b', 'f ∘ id = f', [endomaps, alike(2)], ({ f }, [x, db]) =>
          agree()(andThen(identity<Tensor>(), f), f, x, db),
        ),
        law(
          '5',
          '(h ∘ g) ∘ f = h ∘ (g ∘ f)',
          [endomaps, endomaps, endomaps, alike(2)],
          ({ f }, { f: g }, { f: h }, [x, db]) =>
            agree()(andThen(andThen(f, g), h), andThen(f, andThen(g, h)), x, db),
        ),
        law(
          '6a',
          'a composite runs each map once, in order, and each pullback once in reverse, however it is nested',
          [several(fc.integer({ min: 1, max: 9 })), splits, alike(2)],
          (maps, choices, [x, db]) => {
            const journal: string[] = []
            const pull = nested(
              composition,
              maps.map(({ f }, i) => counted(f, i, journal)),
              choices,
            )(x)[1]
            pull(db)
            pull(db)
            const back = maps.map((_, i) => `pull ${maps.length - 1 - i}`)
            const expected = [...maps.map((_, i) => `run ${i}`), ...back, ...back]
            return holds(journal.join() === expected.join(), journal, expected)
          },
        ),
        law(
          '6b',
          'all nestings of a composite agree, also with its maps run by hand',
          [several(fc.integer({ min: 1, max: 9 })), splits, splits, alike(2)],
          (maps, one, other, [x, db]) => {
            const plain = maps.map(({ f }) => f)
            const pulls: ((dy: Tensor) => Tensor)[] = []
            let y = x
            for (const f of plain) {
              const [z, pull] = f(y)
              pulls.push(pull)
              y = z
            }
            const [f, g] = [nested(composition, plain, one), nested(composition, plain, other)]
            return every(
              agree()(f, g, x, db),
              exact(f(x)[0], y),
              exact(
                f(x)[1](db),
                pulls.reduceRight((dy, pull) => pull(dy), db),
              ),
            )
          },
        ),
      ])
    },
)

/** Composition as it is written, from left to right. */
export const leftToRight: Composition = {
  identity: () => smooth.identity,
  andThen: <A, B, C>(f: smooth.Smooth<A, B>, g: smooth.Smooth<B, C>) => smooth.compose(f, g),
}

/** Composition as fp-ts has it. */
export const ofFpTs: Composition = {
  identity: smooth.Category.id,
  andThen: (f, g) => smooth.Category.compose(g, f),
}

/** That `compose` of several maps is composition of two, again and again. */
export const variadicLaws: LawSet = lawSet('smooth.compose of several', [
  law(
    '5b',
    'compose(f, g, h, …) = compose(compose(compose(f, g), h), …), of any number of maps',
    [several(fc.integer({ min: 1, max: 16 })), alike(2)],
    (maps, [x, db]) => {
      const plain = maps.map(({ f }) => f)
      const nest = plain.slice(1).reduce((f, g) => smooth.compose(f, g), plain[0] as Endo)
      return agree()(smooth.compose(...plain), nest, x, db)
    },
  ),
  law(
    '5c',
    'swish = compose(fanout(identity, sigmoid), mul) is x · σ(x), of any shape',
    [ofAnyShape()],
    x => {
      const swish = smooth.compose(smooth.fanout(smooth.identity, smooth.sigmoid), smooth.mul)
      return exact(swish(x)[0], op.mul(x, op.sigmoid(x)))
    },
  ),
])

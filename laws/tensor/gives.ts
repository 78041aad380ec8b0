/**
 * Laws of what users' functions give: it is looked at where it comes back, and the words say whose it is and what it has to be.
 *
 * @module
 */
import fc from 'fast-check'
import { ones, scalar, trivial } from '../../src/index.ts'
import {
  checkedPulling,
  checkedSmooth,
  checkedThing,
  needs,
  showValue,
  trusted,
} from '../../src/tensor/contract/index.ts'
import { every, holds } from '../close.ts'
import { type LawSet, law, lawSet, type Verdict } from '../law.ts'
import { refusedSaying } from '../oracle/refusal.ts'

type Anything = (...given: readonly unknown[]) => unknown

const tree = 'a tensor, or a tuple or record of such'
const [x, loss] = [ones([2]), scalar(1)]
const endless: Record<string, unknown> = {}
endless.self = endless

/** What is not a tree, as can be seen without looking into it. */
const strangers = fc.constantFrom<unknown>(undefined, null, 0, 7, 'x', true, () => 1, new Date(0), new Map())
/** Trees. */
const trees = fc.constantFrom<unknown>(x, loss, trivial, [], {}, [x, [loss]], { a: x, b: { c: trivial } })
const names = fc.stringMatching(/^[a-z]{1,100}$/)

const gave = (of: string, wanted: string, given: unknown, run: () => unknown): Verdict =>
  refusedSaying('ArgumentError', `${of} has to give ${wanted}, but gave ${showValue(given)}.`, run)

const at = <T>(all: readonly T[], place: number, other: unknown): readonly unknown[] =>
  all.map((each, i) => (i === place ? other : each))

type Methods = Readonly<Record<string, Anything>>

/** Things of the user's with a method of its own, looked at. */
const watched =
  (kind: 'layer' | 'objective' | 'optimiser', usual: Methods) =>
  (name: string, methods: Methods): Methods => {
    const thing: object = { name, ...usual, ...methods }
    return checkedThing(kind, thing) as Methods
  }
const init = (): unknown => ({ params: x, state: x })
const layerWith = watched('layer', { init, run: () => [x, () => [x, x], x] })
const objectiveWith = watched('objective', { init, run: () => [loss, () => x, x] })
const optimiserWith = watched('optimiser', { init: () => x, rates: () => x, update: () => [x, x] })

const run = (thing: Methods, ...given: readonly unknown[]): readonly unknown[] =>
  (thing.run as Anything)(...given) as readonly unknown[]

/** A pullback that gives this, called. */
const pulled = (outcome: readonly unknown[]): unknown => (outcome[1] as Anything)(x)

const both = 'a pair of cotangents, of params and of input'

/** Laws of what users' functions give. */
export const givenLaws: LawSet = lawSet(
  'what users’ functions give',
  [
    law(
      'Z7',
      'what a layer gives is passed on as it is, and what it should not give is refused in its name',
      [names, trees, strangers],
      (name, tree1, junk) => {
        const of = `the layer ${name.slice(0, 80)}`
        const good: readonly unknown[] = [tree1, () => [tree1, tree1], tree1, 'more']
        const outcome = run(layerWith(name, { run: () => good }))
        const giving = (given: unknown) => () => run(layerWith(name, { run: () => given }))
        const pulling = (given: unknown) => () =>
          pulled(run(layerWith(name, { run: () => at(good, 1, () => given) })))
        const making = (given: unknown) => () => (layerWith(name, { init: () => given }).init as Anything)()
        const model = { params: tree1, state: tree1 }
        const modelOf = 'a model { params, state }'
        const gotten = pulled(outcome) as readonly unknown[]
        const fault = new TypeError('of the user')
        return every(
          holds(outcome.length === 4 && [0, 2, 3].every(i => outcome[i] === good[i]), outcome, good),
          holds(gotten[0] === tree1 && gotten[1] === tree1, gotten, tree1),
          gave(`The run of ${of}`, 'three things, [value, pullback, state]', junk, giving(junk)),
          gave(
            `The run of ${of}`,
            'three things, [value, pullback, state]',
            good.slice(0, 2),
            giving(good.slice(0, 2)),
          ),
          gave(`The run of ${of}`, `as its value, ${tree}`, junk, giving(at(good, 0, junk))),
          gave(`The run of ${of}`, `as the next state, ${tree}`, junk, giving(at(good, 2, junk))),
          ...(typeof junk === 'function'
            ? []
            : [
                gave(
                  `The run of ${of}`,
                  'a function as its pullback, the second of what it gives',
                  junk,
                  giving(at(good, 1, junk)),
                ),
              ]),
          gave(`The pullback of ${of}`, both, junk, pulling(junk)),
          gave(`The pullback of ${of}`, both, [x], pulling([x])),
          gave(`The pullback of ${of}`, `${both}, ${tree}`, junk, pulling([x, junk])),
          gave(`The pullback of ${of}`, `${both}, ${tree}`, junk, pulling([junk, x])),
          holds(making(model)() === model, model, 'passed on'),
          gave(`The init of ${of}`, modelOf, 7, making(7)),
          gave(`The init of ${of}`, `as params, ${tree}`, junk, making({ ...model, params: junk })),
          gave(`The init of ${of}`, `as state, ${tree}`, junk, making({ ...model, state: junk })),
          ...['params', 'state'].map(part =>
            refusedSaying(
              'ArgumentError',
              `The init of ${of} gave, as ${part}, what contains itself or is nested too deeply.`,
              making({ ...model, [part]: endless }),
            ),
          ),
          holds(
            (() => {
              try {
                run(
                  layerWith(name, {
                    run: () => {
                      throw fault
                    },
                  }),
                )
                return null
              } catch (error) {
                return error
              }
            })() === fault,
            'another error',
            'the user’s own error',
          ),
        )
      },
    ),
    law(
      'Z8',
      'so is what an objective gives, whose loss is one number and whose predictions may be left out',
      [names, trees, strangers],
      (name, tree1, junk) => {
        const of = `the objective ${name.slice(0, 80)}`
        const good: readonly unknown[] = [loss, () => tree1, tree1, 'predictions']
        const giving = (given: unknown) => () => run(objectiveWith(name, { run: () => given }))
        const [four, three] = [giving(good)(), giving(good.slice(0, 3))()]
        const wanted = 'four things, [loss, gradient, state, predictions]'
        const number = 'one number, a tensor of shape [], as its loss'
        return every(
          holds(four.length === 4 && [0, 2, 3].every(i => four[i] === good[i]), four, good),
          holds(three.length === 3 && pulled(three) === tree1, three, good),
          gave(`The run of ${of}`, wanted, junk, giving(junk)),
          gave(`The run of ${of}`, wanted, good.slice(0, 2), giving(good.slice(0, 2))),
          gave(`The run of ${of}`, number, junk, giving(at(good, 0, junk))),
          gave(`The run of ${of}`, number, x, giving(at(good, 0, x))),
          gave(`The run of ${of}`, `as the next state, ${tree}`, junk, giving(at(good, 2, junk))),
          gave(
            `The run of ${of}`,
            'a function as its gradient, the second of what it gives',
            x,
            giving(at(good, 1, x)),
          ),
          gave(`The pullback of ${of}`, `as the gradient, ${tree}`, junk, () =>
            pulled(giving(at(good, 1, () => junk))()),
          ),
        )
      },
    ),
    law(
      'Z9',
      'so is what an optimiser gives, and it is given the state and the rates that it gave',
      [names, trees, strangers],
      (name, tree1, junk) => {
        const of = `the optimiser ${name.slice(0, 80)}`
        const call =
          (method: string, given: unknown, ...to: readonly unknown[]) =>
          () =>
            (optimiserWith(name, { [method]: () => given })[method] as Anything)(...to)
        const updated = [tree1, 'state']
        const wanted = 'a pair [updates, state]'
        const needed = (what: string) =>
          `The update of ${of} needs the ${what} that it gave, but was given ${showValue(junk)}.`
        return every(
          holds(call('init', tree1)() === tree1 && call('rates', tree1)() === tree1, tree1, 'passed on'),
          holds(call('update', updated, x, x, x, x)() === updated, updated, 'passed on'),
          gave(`The init of ${of}`, `as its state, ${tree}`, junk, call('init', junk)),
          refusedSaying(
            'ArgumentError',
            `The init of ${of} gave, as its state, what contains itself or is nested too deeply.`,
            call('init', endless),
          ),
          gave(`The rates of ${of}`, tree, junk, call('rates', junk)),
          gave(`The update of ${of}`, wanted, junk, call('update', junk, x, x, x, x)),
          gave(`The update of ${of}`, wanted, [x], call('update', [x], x, x, x, x)),
          gave(`The update of ${of}`, `as its updates, ${tree}`, junk, call('update', [junk, x], x, x, x, x)),
          refusedSaying('ArgumentError', needed('state'), call('update', updated, x, junk, x, x)),
          refusedSaying('ArgumentError', needed('rates'), call('update', updated, x, x, x, junk)),
        )
      },
    ),
    law(
      'Z10',
      'so is what a smooth function gives, alone or of parameters and input; of one function it is always one',
      [names, trees, strangers],
      (name, tree1, junk) => {
        const good: readonly unknown[] = [tree1, () => tree1, 'more']
        const pair = 'a pair [value, pullback]'
        const second = 'a function as its pullback, the second of what it gives'
        const own =
          (given: unknown): Anything =>
          () =>
            given
        const smooth = (given: unknown) => () => checkedSmooth(name, own(given))() as readonly unknown[]
        const pulling = (given: unknown) => () => checkedPulling(name, own(given))() as readonly unknown[]
        const f = own(good)
        const { as: looking } = needs.choice as { readonly as: (...given: readonly unknown[]) => unknown }
        const chosen = (given: unknown) => () => (looking(own(given), 'law', name) as Anything)()
        return every(
          holds(smooth(good)().length === 3 && pulled(smooth(good)()) === tree1, good, 'passed on'),
          holds(new Set([f, f].map(each => checkedSmooth(name, each))).size === 1, name, 'one function'),
          holds(checkedSmooth(name, f) !== checkedSmooth(`${name}2`, f), name, 'another name'),
          ...[smooth, pulling].flatMap(each => [
            gave(name, pair, junk, each(junk)),
            gave(name, pair, [x], each([x])),
            gave(name, `as its value, ${tree}`, junk, each([junk, () => x])),
            gave(name, second, x, each([x, x])),
          ]),
          gave(`The pullback of ${name}`, tree, junk, () => pulled(smooth([x, () => junk])())),
          gave(`The pullback of ${name}`, both, [x], () => pulled(pulling([x, () => [x]])())),
          gave(`The pullback of ${name}`, `${both}, ${tree}`, junk, () =>
            pulled(pulling([x, () => [x, junk]])()),
          ),
          ...[true, false].map(each => holds(chosen(each)() === each, each, 'passed on')),
          ...(junk === true
            ? []
            : [gave(`The function ${name} of law`, 'true or false', junk, chosen(junk))]),
        )
      },
    ),
    law('Z11', 'what looks at what it gives is itself, and so is what is trusted', [names], name => {
      const thing = { name, init: () => 1, run: () => 1 }
      const ours = trusted({ name, init: () => 1, run: () => 1 })
      const once = checkedThing('layer', thing)
      return every(
        holds(checkedThing('layer', thing) === once, name, 'made once'),
        holds(checkedThing('layer', once) === once, name, 'itself'),
        holds(checkedThing('layer', ours) === ours, name, 'trusted'),
        holds(Reflect.get(once, 'name') === name, name, 'its name'),
        holds(Object.keys(once).length === 3, Object.keys(once), Object.keys(thing)),
      )
    }),
  ],
  [],
  25,
)

/**
 * Arguments that are things of this library: they are known by what can be done with them, so that those which users write count
 * as well.
 *
 * @module
 */

import { type Argument, guarded } from './argument.ts'
import { checkedThing, isTree } from './gives.ts'
import { described, fn } from './plain.ts'
import { key } from './tensors.ts'

const has = (x: unknown, ...methods: readonly string[]): boolean =>
  typeof x === 'object' &&
  x !== null &&
  methods.every(method => fn.holds((x as { readonly [name: string]: unknown })[method]))

const hasName = (x: unknown): boolean => typeof (x as { name?: unknown }).name === 'string'

/** The hint for a function that makes a thing, given in its place. */
const callIt =
  (things: string, otherwise: string) =>
  (x: unknown): string =>
    typeof x === 'function'
      ? `Call it if it makes ${things}${x.name === '' ? '' : `: ${x.name}(…)`}.`
      : otherwise

/**
 * A layer.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const layer: Argument = guarded({
  ...described(
    'a layer',
    x => has(x, 'init', 'run') && hasName(x),
    callIt('layers', 'A layer is made by a function such as dense(4, 3), or put together by compose.'),
  ),
  as: x => checkedThing('layer', x),
  particular: true,
})

/**
 * An optimiser.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const optimiser: Argument = guarded({
  ...described(
    'an optimiser',
    x => has(x, 'init', 'rates', 'update') && hasName(x),
    callIt('optimisers', 'An optimiser is made by a function such as adam(0.001).'),
  ),
  as: x => checkedThing('optimiser', x),
  particular: true,
})

/**
 * An objective.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const objective: Argument = guarded({
  ...described(
    'an objective',
    x => has(x, 'init', 'run') && hasName(x),
    callIt(
      'objectives',
      'An objective is made of a layer and a loss: supervised(softmaxCrossEntropy())(model).',
    ),
  ),
  as: x => checkedThing('objective', x),
  particular: true,
})

/**
 * An engine.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const engine: Argument = described(
  'an engine',
  x => has(x, 'prepare'),
  x =>
    typeof x === 'string'
      ? `Without quotes: import { ${['reference', 'wasm'].includes(x) ? x : 'wasm'} } from 'pullback'.`
      : 'Engines are wasm, reference and what wasmThreads(n) makes.',
)

/**
 * A model: parameters and state.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const model: Argument = guarded({
  ...described(
    'a model { params, state }',
    x =>
      typeof x === 'object' &&
      x !== null &&
      'params' in x &&
      'state' in x &&
      isTree(x.params) &&
      isTree(x.state),
    () => 'Give the whole model, as init and the reports of fit give it, and not its parameters alone.',
  ),
})

const isContext = ({ mode, key: drawn }: { readonly mode?: unknown; readonly key?: unknown }): boolean =>
  mode === 'evaluation' || (mode === 'training' && key.holds(drawn))

/**
 * A layer's context.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const context: Argument = described(
  'a context',
  x => has(x) && isContext(x as { mode?: unknown; key?: unknown }),
  () => 'It is evaluation, or training(key).',
)

/**
 * A program.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const program: Argument = described(
  'a program',
  x =>
    has(x) &&
    ['inputs', 'constants', 'equations', 'outputs'].every(part =>
      Array.isArray((x as { readonly [name: string]: unknown })[part]),
    ),
  x => (typeof x === 'function' ? 'Of a function: trace(f)(x).program.' : 'trace(f)(x).program is one.'),
)

/**
 * A state of NumPy's generator.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const randomState: Argument = guarded({
  ...described(
    'a random state',
    x =>
      has(x) && 'kept' in (x as object) && Array.isArray((x as { readonly generator?: unknown }).generator),
    () => 'It is made by randomState(seed), and given back with each sample.',
  ),
  subject: true,
})

/**
 * What is asynchronous and can be iterated, such as the reports of training.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const run: Argument = described(
  'what can be iterated with for await',
  x =>
    typeof x === 'object' &&
    x !== null &&
    !ArrayBuffer.isView(x) &&
    (typeof (x as { [Symbol.asyncIterator]?: unknown })[Symbol.asyncIterator] === 'function' ||
      typeof (x as { [Symbol.iterator]?: unknown })[Symbol.iterator] === 'function'),
  x => (typeof x === 'function' ? 'It still wants a key: fit(…)(key(0)).' : undefined),
)

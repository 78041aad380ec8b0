/**
 * Errors of states of PyTorch: every entry that keeps them from being models of a layer.
 *
 * @module
 */
import type { Show } from 'fp-ts/lib/Show.js'
import { anyText, errorOf } from '../codec/contract.ts'
import { quoted } from '../safetensors/safetensorsError.ts'
import { needs, takes } from '../tensor/contract/index.ts'

/**
 * One way in which a state_dict is not the one of a layer, by PyTorch's name, with shapes as PyTorch has them.
 *
 * @category Errors
 * @since 0.1.0
 */
export type StateProblem =
  | {
      readonly _tag: 'Missing'
      readonly name: string
      readonly expected: string
      readonly to: readonly string[]
    }
  | {
      readonly _tag: 'Misfit'
      readonly name: string
      readonly expected: string
      readonly found: string
      readonly to: readonly string[]
    }
  | { readonly _tag: 'Surplus'; readonly name: string; readonly found: string }
  /** Two names of one tensor, which are there with other numbers. */
  | { readonly _tag: 'Untied'; readonly name: string; readonly other: string }

/**
 * The state_dict is not the one of the layer: every entry that is missing, of another form or not expected.
 *
 * @category Errors
 * @since 0.1.0
 */
export interface PyTorchError {
  readonly _tag: 'StateMismatch'
  /** The name of the layer. */
  readonly layer: string
  readonly problems: readonly StateProblem[]
}

const pytorchError = errorOf(
  {
    StateMismatch: {
      layer: anyText,
      problems: needs.listOf(
        needs.described(
          'a problem',
          x =>
            typeof x === 'object' &&
            x !== null &&
            typeof Reflect.get(x, 'name') === 'string' &&
            ['Missing', 'Misfit', 'Surplus', 'Untied'].includes(Reflect.get(x, '_tag') as string),
        ),
        'problems',
      ),
    },
  },
  'fromPyTorch or optimiserFromPyTorch',
)

const into = ({ to }: { readonly to: readonly string[] }): string =>
  to.length === 0 ? '' : `, which becomes ${to.join(', ')}`

const lineOf = (problem: StateProblem): string => {
  const name = quoted(problem.name)
  switch (problem._tag) {
    case 'Missing':
      return `${name} is missing: ${problem.expected} is expected${into(problem)}`
    case 'Misfit':
      return `${name} is ${problem.found}, but ${problem.expected} is expected${into(problem)}`
    case 'Surplus':
      return `${name} is not expected: it is ${problem.found}`
    case 'Untied':
      return `${name} and ${quoted(problem.other)} are one tensor by the option names, but have other numbers`
  }
}

const missingNames = (problems: readonly StateProblem[]): readonly string[] =>
  problems.flatMap(each => (each._tag === 'Missing' ? [each.name] : []))

/** The module that all that is missing would be in, if there is one. */
const moduleOf = (missing: readonly string[], surplus: ReadonlySet<string>): string | null => {
  const [first] = missing
  if (first === undefined) return null
  for (const name of surplus) {
    if (!name.endsWith(`.${first}`)) continue
    const module = name.slice(0, -first.length - 1)
    if (missing.every(each => surplus.has(`${module}.${each}`))) return module
  }
  return null
}

const mends = (problems: readonly StateProblem[]): readonly string[] => {
  const [missing, surplus] = [
    missingNames(problems),
    new Map(problems.flatMap(each => (each._tag === 'Surplus' ? [[each.name, each.found] as const] : []))),
  ]
  const module = moduleOf(missing, new Set(surplus.keys()))
  if (module !== null)
    return [`All that is missing is there below ${quoted(module)}: give { prefix: ${quoted(module)} }.`]
  const misfits = problems.some(({ _tag }) => _tag === 'Misfit')
  return [
    ...(missing.length > 0 && surplus.size > 0
      ? [
          "If some only have another name, give it: { names: { '0': 'encoder' } } renames a module or a tensor.",
        ]
      : []),
    ...(missing.length > 0 && surplus.size === 0
      ? ['Save the whole state_dict, or take the layers that it has.']
      : []),
    ...(misfits ? ['Make the layer with the sizes and options that the module has.'] : []),
    ...(missing.length === 0 && surplus.size > 0
      ? ['To leave out what is not expected, give { strict: false }.']
      : []),
    ...(problems.some(({ _tag }) => _tag === 'Untied')
      ? ['Leave the names apart, with a layer for each, or save the tensors tied.']
      : []),
  ]
}

const textOf = ({ layer, problems }: PyTorchError): string =>
  [
    `the state is not one of the layer ${quoted(layer)}:`,
    ...problems.map(problem => `  ${lineOf(problem)}`),
    ...mends(problems),
  ].join('\n')

/**
 * What is wrong with a state of PyTorch: a line for each entry that does not fit, and how to mend it.
 *
 * @example
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { dense, zeros } from 'pullback'
 * import { fromPyTorch, showPyTorchError } from 'pullback/pytorch'
 * const read = fromPyTorch(dense(3, 2))({ 'fc.weight': zeros([2, 3]), 'fc.bias': zeros([2]) })
 * if (isLeft(read)) console.log(showPyTorchError(read.left)) // … All that is missing is there below "fc": give { prefix: "fc" }.
 *
 * @category Errors
 * @since 0.1.0
 */
export const showPyTorchError = takes('showPyTorchError', { error: pytorchError }, () => textOf)

/**
 * Shows errors of states of PyTorch: the fp-ts instance of `showPyTorchError`.
 *
 * @category Errors
 * @since 0.1.0
 */
export const ShowPyTorchError: Show<PyTorchError> = { show: showPyTorchError }

/**
 * Names of one's own, where an architecture has others than its layers.
 *
 * @module
 */
import { ArgumentError } from '../tensor/error.ts'
import type { StateEntry } from './mapping/entry.ts'

/**
 * What tensors are called in a state_dict.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface PyTorchNames {
  /**
   * The module that the layer is, within a larger one: with `'encoder'` the tensors are `encoder.weight` and so on, and those of other
   * modules are passed over. Defaults to none.
   */
  readonly prefix?: string
  /**
   * Other names: for a module or tensor by the name that it would have, or as a function of that name. The longest one counts; `''`
   * leaves a module's name out; several are those of a tied tensor, which is read from any of them and written to all.
   */
  readonly names?: Renaming
}

/**
 * Names of modules and tensors by those that they would have, or a function.
 *
 * @category Codecs
 * @since 0.1.0
 */
export type Renaming =
  | { readonly [name: string]: string | readonly string[] }
  | ((name: string) => string | readonly string[])

/** An entry with all the names that it has. */
export interface NamedEntry extends StateEntry {
  readonly names: readonly string[]
}

/** A name within a module, which may be the one of the module itself. */
const isWithin = (name: string, module: string): boolean =>
  module === '' || name === module || name.startsWith(`${module}.`)

const moved = (name: string, from: string, to: string): string => {
  const rest = from === '' ? name : name.slice(from.length + 1)
  return [to, rest].filter(part => part !== '').join('.')
}

const all = (names: string | readonly string[]): readonly string[] =>
  typeof names === 'string' ? [names] : names

const renamed = (renaming: Renaming): ((name: string) => readonly string[]) => {
  if (typeof renaming === 'function') return name => all(renaming(name))
  const modules = Object.keys(renaming).toSorted((x, y) => y.length - x.length)
  return name => {
    const module = modules.find(each => isWithin(name, each))
    return module === undefined
      ? [name]
      : all(renaming[module] as string | readonly string[]).map(to => moved(name, module, to))
  }
}

const requireUsed = (by: string, renaming: Renaming, entries: readonly StateEntry[]): void => {
  if (typeof renaming === 'function') return
  const unused = Object.keys(renaming).find(module => !entries.some(({ name }) => isWithin(name, module)))
  if (unused !== undefined)
    throw new ArgumentError(
      `${by} was given another name for '${unused}', but there is no module or tensor of that name: there are ` +
        `${entries
          .slice(0, 12)
          .map(({ name }) => name)
          .join(', ')}${entries.length > 12 ? ', …' : ''}.`,
    )
}

/** Entries with the names that they have in a state_dict. */
export const named = (
  by: string,
  entries: readonly StateEntry[],
  { prefix = '', names = {} }: PyTorchNames,
): readonly NamedEntry[] => {
  requireUsed(by, names, entries)
  const namesOf = renamed(names)
  const given = entries.map(entry => {
    const own = namesOf(entry.name)
    if (!Array.isArray(own) || own.length === 0 || own.some(name => typeof name !== 'string' || name === ''))
      throw new ArgumentError(
        `${by} needs names that are texts, but for '${entry.name}' it was given ${JSON.stringify(own)}.`,
      )
    return { ...entry, names: own.map(name => moved(name, '', prefix.replace(/\.$/, ''))) }
  })
  const owners = new Map<string, string>()
  for (const { name, names: own } of given)
    for (const each of own) {
      const other = owners.get(each)
      if (other !== undefined)
        throw new ArgumentError(
          `${by} would call both '${other}' and '${name}' '${each}'. Give one of them another name with the option names.`,
        )
      owners.set(each, name)
    }
  return given
}

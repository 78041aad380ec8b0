/**
 * An entry of the catalogue of laws, for each export: its laws, or why it has none.
 *
 * @module
 */
import type { LawSet } from '../law.ts'

/** The laws of an export, made when they are asked for, or the reason why it has none. */
export type Entry = { readonly laws: () => readonly LawSet[] } | { readonly reason: string }

/** An entry for each of a module's run-time exports; one without an entry does not compile. */
export type Entries<Module> = Readonly<Record<Extract<keyof Module, string>, Entry>>

/** All law sets of a catalogue, each with the name of its export. */
export const lawSetsOf = (
  entries: Readonly<Record<string, Entry>>,
): readonly (readonly [name: string, set: LawSet])[] =>
  Object.entries(entries).flatMap(([name, entry]) =>
    'laws' in entry ? entry.laws().map(set => [name, set] as const) : [],
  )

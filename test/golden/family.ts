/** The checks of a family of reference values. */
import { compile } from '../../src/index.ts'
import { named } from '../engines.ts'

/** How a pure function of trees is run: as it is, or as a program. */
export type Run = <A extends readonly unknown[], B>(f: (...args: A) => B) => (...args: A) => B

/** How the cases of a family are checked. A check throws where something is not as the case says, or not known. */
export interface Family {
  /** Whether there is something that can be compiled; it is then checked on every engine. */
  readonly compiles: boolean
  // biome-ignore lint/suspicious/noExplicitAny: each family has a form of its own
  readonly check: (one: any, run: Run, file: any) => void
}

/** A family of functions of tensors, which run as programs too. */
export const family = <One, File = unknown>(check: (one: One, run: Run, file: File) => void): Family => ({
  compiles: true,
  check,
})

/** A family of plain numbers, or of what happens once, before any program. */
export const plain = <One>(check: (one: One) => void): Family => ({ compiles: false, check })

/** Every way in which a program is run. */
export const runs: readonly (readonly [name: string, run: Run])[] = [
  ['evaluated', f => f],
  ...named.map(
    engine => [`compiled for ${engine.name}`, ((f: never) => compile(f, { engine })) as Run] as const,
  ),
]

/** What a family says of settings that it does not know. */
export const unknown = (what: string, value: unknown): never => {
  throw new Error(`There is no ${what} ${JSON.stringify(value)} here.`)
}

/** Requires a setting to have the one value that is known. */
export const only = <T>(what: string, value: unknown, known: T): void => {
  if (JSON.stringify(value) !== JSON.stringify(known)) unknown(what, value)
}

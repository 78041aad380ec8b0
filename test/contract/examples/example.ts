import { key, tensor } from 'pullback'

/** A call that is right: the arguments of each of its calls, of which one place at a time is replaced. */
export interface Example {
  readonly calls: readonly (readonly unknown[])[]
  /** Of what makes layers, what the layer takes. */
  readonly input?: unknown
  /** Places where anything that fits no better is taken, by the beginning of their path. */
  readonly loose?: readonly string[]
  /** Kinds of junk that are right here, but take long. */
  readonly skipped?: readonly string[]
}

/** An example for each function of a module; a function without one does not compile. */
export type Examples<Module> = {
  readonly [K in keyof Module as Module[K] extends (...given: never[]) => unknown ? K : never]: Example
}

/** A function that is called once, or again with what is given. */
export const calls = (...given: readonly (readonly unknown[])[]): Example => ({ calls: given })

/** A function that makes a layer. */
export const layerOf = (given: readonly unknown[], input?: unknown): Example => ({ calls: [given], input })

/** A function of a configuration that makes layers of layers. */
export const wrapperOf = (given: readonly unknown[], layer: unknown, input: unknown): Example => ({
  calls: [given, [layer]],
  input,
})

/** An example of which some places take anything. */
export const loosely = (example: Example, ...loose: readonly string[]): Example => ({ ...example, loose })

export const seed = key(0)
export const vector = tensor([0.5, 0.25])
export const matrix = tensor([
  [0.1, 0.2, 0.7],
  [0.3, 0.4, 0.3],
])
export const labels = tensor([0, 1], 'i32')

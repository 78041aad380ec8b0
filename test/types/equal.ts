/** The type `true` if two types are the same, neither wider nor narrower. */
export type Equal<X, Y> = (<T>() => T extends X ? 1 : 2) extends <T>() => T extends Y ? 1 : 2 ? true : false

/** Compiles only if the type argument is the value's type. */
export const expectType = <T extends boolean>(_: T): void => {}

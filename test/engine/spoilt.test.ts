import {
  ArgumentError,
  compile,
  type Engine,
  type Executable,
  fold,
  iterate,
  op,
  reference,
  scalar,
  type Tensor,
  tensor,
} from 'pullback'
import { expect, test } from 'vitest'

// Engines that users write: what is missing or gives something else is reported, and what throws passes through.

const x = tensor([1, 2, 3])
const y = tensor([4, 5, 6])

const withMethods = (spoilt: object): Engine => ({
  name: 'mine',
  prepare: (program, preparation) =>
    ({ ...reference.prepare(program, preparation), ...spoilt }) as Executable,
})

const uses: Readonly<Record<string, (engine: Engine) => unknown>> = {
  compile: engine => compile((a: Tensor<[3]>) => op.mul(a, a), { engine })(x),
  fold: engine => {
    const step = (state: Tensor<[3]>, a: Tensor<[3]>) => {
      const next = op.add(state, a)
      return [next, next, next] as const
    }
    const folding = fold(step, x, engine)
    folding.advance(() => y)
    return folding.state()
  },
  iterate: engine => iterate((a: Tensor<[3]>) => op.mul(a, a), { engine })(2)(x),
}

const used: Readonly<Record<string, readonly string[]>> = {
  compile: ['write', 'execute', 'read'],
  fold: ['write', 'reads', 'execute', 'commit', 'readInput'],
  iterate: ['write', 'execute', 'commit', 'readInput'],
}

const refusal = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return error
  }
  return null
}

const everyMethod = ['write', 'reads', 'execute', 'commit', 'read', 'readInput']

test.each(Object.entries(uses))('%s refuses an engine without a method', (_, use) => {
  for (const method of everyMethod)
    for (const value of [undefined, null, 7]) {
      const error = refusal(() => use(withMethods({ [method]: value })))
      expect(error, method).toBeInstanceOf(ArgumentError)
      expect((error as Error).message).toContain(
        `The engine mine has to prepare what has the methods write, reads, execute, commit, read, readInput`,
      )
      expect((error as Error).message).toContain(`without ${method}`)
    }
})

test.each(Object.entries(uses))('%s refuses an engine that prepares nothing', (_, use) => {
  for (const value of [undefined, null, 7, 'x', Promise.resolve(1), () => 1]) {
    const error = refusal(() => use({ name: 'mine', prepare: () => value as never }))
    expect(error).toBeInstanceOf(ArgumentError)
  }
})

test.each(Object.entries(uses))(
  '%s refuses what an engine gives that is not a tensor, or another',
  (name, use) => {
    for (const method of ['reads', 'execute', 'read', 'readInput'].filter(m => used[name]!.includes(m)))
      for (const value of [undefined, null, 7, Promise.resolve(1), scalar(1), tensor([1, 2, 3], 'i32')]) {
        const error = refusal(() => use(withMethods({ [method]: () => value })))
        expect(error, method).toBeInstanceOf(ArgumentError)
        expect((error as Error).message).toContain(`The engine mine has to give`)
        expect((error as Error).message).toContain(`from ${method}, but gave`)
      }
  },
)

test.each(Object.entries(uses))('%s lets pass what an engine throws', (name, use) => {
  const mine = new Error('mine')
  for (const method of used[name]!) {
    const throws = () => {
      throw mine
    }
    expect(
      refusal(() => use(withMethods({ [method]: throws }))),
      method,
    ).toBe(mine)
  }
})

test.each(Object.entries(uses))('%s refuses an engine whose methods are async', (name, use) => {
  for (const method of ['write', 'commit'].filter(m => used[name]!.includes(m))) {
    const error = refusal(() => use(withMethods({ [method]: () => Promise.resolve() })))
    expect(error, method).toBeInstanceOf(ArgumentError)
    expect((error as Error).message).toContain(`has to be done when ${method} comes back, but gave a promise`)
  }
})

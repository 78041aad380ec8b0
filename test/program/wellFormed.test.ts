import { ArgumentError, op, program, reference, smooth, type Tensor, tensor, wasm } from 'pullback'
import { expect, test } from 'vitest'

// Programs altered by hand: whatever is made of one says what is wrong with it.

const x = tensor([1, 2, 3])
const traced = program.trace((a: Tensor<[3]>) => op.tanh(op.mul(a, a)))(x).program
const [first, second] = traced.equations
const reshaped = program.trace((a: Tensor<[3]>) => op.reshape([3, 1])(a))(x).program

const beginningWith = (change: object | null) => ({
  ...traced,
  equations: [change === null ? null : { ...first, ...change }, second],
})
const withOptions = (options: unknown) => ({
  ...reshaped,
  equations: reshaped.equations.map(equation => ({ ...equation, options })),
})

/** Programs with bodies: a loop, a choice, and a loop that goes on. */
const withBodies = {
  loop: (a: Tensor<[3]>) => smooth.loop(2)(smooth.tanh)(a)[0],
  choice: (a: Tensor<[3]>) =>
    smooth.cond((b: Tensor<[3]>) => op.any()(op.greater(b, a)), smooth.tanh, smooth.sin)(a)[0],
  while: (a: Tensor<[3]>) =>
    smooth.whileLoop({
      while: (b: Tensor<[3]>) => op.any()(op.greater(b, a)),
      do: (b: Tensor<[3]>) => op.tanh(b),
      limit: 3,
    })(a).state,
}
const badOptions: Readonly<Record<string, (options: Record<string, unknown>) => object>> = {
  'no options': () => ({}),
  'a body that is a text': options => ({ ...options, body: 'x', onTrue: 'x' }),
  'a body without equations': options => ({
    ...options,
    body: { ...traced, equations: undefined },
    onFalse: { ...traced, equations: undefined },
  }),
  'another body': options => ({ ...options, body: reshaped, onFalse: reshaped, predicate: traced }),
  'no carries, and no place for the rest': options => ({
    ...options,
    carries: undefined,
    slices: undefined,
    onTrue: null,
  }),
}
const spoiltBodies = Object.fromEntries(
  Object.entries(withBodies).flatMap(([kind, f]) => {
    const whole = program.trace(f)(x).program
    return Object.entries(badOptions).map(([name, change]) => [
      `a ${kind} with ${name}`,
      {
        ...whole,
        equations: whole.equations.map(equation =>
          ['loop', 'cond', 'while'].includes(equation.primitive.name)
            ? { ...equation, options: change(equation.options as Record<string, unknown>) }
            : equation,
        ),
      },
    ])
  }),
)

const spoilt: Readonly<Record<string, unknown>> = {
  'an unknown primitive': beginningWith({ primitive: { name: 'nonsense' } }),
  'a primitive by its name': beginningWith({ primitive: 'mul' }),
  'no primitive': beginningWith({ primitive: undefined }),
  'another shape': beginningWith({ shape: [7] }),
  'another element type': beginningWith({ dtype: 'f16' }),
  'a value that there is not': beginningWith({ operands: [99, 0] }),
  'a value that comes later': beginningWith({ operands: [2, 0] }),
  'a negative value': beginningWith({ operands: [-1, 0] }),
  'a value that is not a number': beginningWith({ operands: [Number.NaN, 0] }),
  'too few operands': beginningWith({ operands: [0] }),
  'no operands': beginningWith({ operands: undefined }),
  'no equation': beginningWith(null),
  'equations with holes': { ...traced, equations: new Array(3) },
  'an output that there is not': { ...traced, outputs: [99] },
  'an output that is a text': { ...traced, outputs: ['x'] },
  'an output that is missing': { ...traced, outputs: new Array(1) },
  'no input': { ...traced, inputs: [null] },
  'an input without a shape': { ...traced, inputs: [{}] },
  'another input': { ...traced, inputs: [{ shape: [5], dtype: 'f32' }] },
  'a constant that is a number': { ...traced, constants: [3] },
  'a constant that is null': { ...traced, constants: [null] },
  'other options': withOptions({ nonsense: 1 }),
  'no options': withOptions(undefined),
  ...spoiltBodies,
}

const uses: Readonly<Record<string, (given: program.Program) => unknown>> = {
  run: program.run,
  show: program.show,
  cost: program.cost,
  diagram: program.diagram('dot'),
  reference: given => reference.prepare(given),
  wasm: given => wasm.prepare(given),
}

test.each(Object.entries(spoilt))('a program with %s is refused with a sentence', (_, given) => {
  for (const [name, use] of Object.entries(uses)) {
    let refusal: unknown
    try {
      use(given as program.Program)
    } catch (error) {
      refusal = error
    }
    expect(refusal, name).toBeInstanceOf(ArgumentError)
    expect((refusal as Error).message, name).toMatch(/of the program.*trace\(f\)\(x\)\.program/)
  }
})

test('the error says which equation, and why', () => {
  const use = (given: unknown) => () => program.show(given as program.Program)
  expect(use(spoilt['a value that there is not'])).toThrow(
    'Equation 0 of the program names the value 99, but there are 1 before it, counted from 0.',
  )
  expect(use(spoilt['another shape'])).toThrow('Equation 0 of the program, mul, gives f32[3]')
  expect(use(spoilt['another input'])).toThrow('Equation 0 of the program, mul, gives f32[5]')
})

test('an operation of one’s own can be run, and its cost is not known', () => {
  const own = {
    ...traced,
    equations: [{ ...first!, primitive: { ...first!.primitive, name: 'mine' } }, second!],
  }
  expect(program.run(own)([x])[0]).toEqual(program.run(traced)([x])[0])
  expect(() => program.cost(own)).toThrow('cost does not know the operation mine')
})

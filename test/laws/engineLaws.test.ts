// Every engine satisfies the laws of engines; mutants-engines has some that do not.
import { beforeAll, describe, expect, test } from 'vitest'
import { allLaws, checkLaw, engineLaws, registerLaws } from '../../laws/index.ts'
import { type Engine, EngineError, reference } from '../../src/index.ts'
import { auto } from '../../src/node/index.ts'
import { every } from '../engines.ts'

describe.each(every.map(engine => [engine.name, engine] as const))('%s', (_, engine) => {
  registerLaws(engineLaws(engine), test, { numRuns: 10 })
})

describe('auto of pullback/node', () => {
  let chosen: Engine
  beforeAll(async () => {
    chosen = (await auto()).engine
  })
  test('satisfies the laws of engines', () => {
    const set = engineLaws(chosen)
    for (const law of allLaws(set)) expect(checkLaw(set, law, { numRuns: 4 })).toMatchObject({ passed: true })
  })
})

describe('an engine that declines', () => {
  const declining = (says: (message: string) => Error): Engine => ({
    name: 'declining',
    prepare: (program, preparation) => {
      if (program.equations.some(({ primitive }) => primitive.name === 'convolve'))
        throw says('This engine has no convolutions. Use another one.')
      return reference.prepare(program, preparation)
    },
  })
  const complaints = (engine: Engine, options?: Parameters<typeof engineLaws>[1]) => {
    const set = engineLaws(engine, options)
    return allLaws(set)
      .map(law => checkLaw(set, law, { numRuns: 3 }))
      .filter(({ passed }) => !passed)
      .map(({ id }) => id)
  }

  test('satisfies the laws of what it takes', () => {
    expect(
      complaints(
        declining(said => new EngineError(said)),
        { declines: ['convolve'] },
      ),
    ).toEqual([])
  })
  test('has to say what it declines', () => {
    expect(complaints(declining(said => new EngineError(said)))).toContain('G1')
  })
  test('has to decline by an EngineError', () => {
    expect(
      complaints(
        declining(said => new Error(said)),
        { declines: ['convolve'] },
      ),
    ).toEqual(['G3'])
    expect(complaints(reference, { declines: ['convolve'] })).toEqual(['G3'])
  })
  test('may have one float type', () => {
    const single: Engine = {
      name: 'single',
      prepare: (program, preparation) => {
        const values = [...program.inputs, ...program.constants, ...program.equations]
        if (values.some(({ dtype }) => dtype === 'f64')) throw new EngineError('This engine has no f64.')
        return reference.prepare(program, preparation)
      },
    }
    expect(complaints(single, { floats: ['f32'] })).toEqual([])
  })
})

test('what is not a range of an engine is refused', () => {
  expect(() => engineLaws(reference, { floats: [] })).toThrow('engineLaws needs an array of float types')
  expect(() => engineLaws(reference, { maxUlp: -1 })).toThrow('engineLaws needs')
  expect(() => engineLaws(reference, { declines: ['fft' as never] })).toThrow('for declines[0]')
})

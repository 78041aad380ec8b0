import { describe, expect, test } from 'vitest'
import { adam, adamw, momentum, nesterov, optimiser, sgd } from '../../src/index.ts'

// A name says how to make the optimiser again: errors show it, and so do reports.
describe('an optimiser is called as it is written', () => {
  test.each([
    [optimiser.addMomentum(0.9), 'addMomentum(0.9)'],
    [optimiser.addMomentum(0.9, { nesterov: true }), 'addMomentum(0.9, nesterov)'],
    [optimiser.addMomentum(0.9, { nesterov: false }), 'addMomentum(0.9)'],
    [momentum(0.1, 0.8), 'chain(addMomentum(0.8), descend(0.1))'],
    [nesterov(0.1, 0.8), 'chain(addMomentum(0.8, nesterov), descend(0.1))'],
    [sgd(0.1), 'sgd(0.1)'],
    [optimiser.clipByGlobalNorm(1.5), 'clipByGlobalNorm(1.5)'],
    [optimiser.chain(optimiser.identity, sgd(0.5)), 'chain(identity, sgd(0.5))'],
  ])('%o', (made, name) => {
    expect(made.name).toBe(name)
  })

  test('with other constants by another name', () => {
    const names = [adam(0.1), adam(0.2), adamw(0.1), adam(0.1, { beta1: 0.8 })].map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})

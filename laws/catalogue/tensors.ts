/**
 * Functions that make tensors, take them apart, compare and show them, with their laws.
 *
 * @module
 */
import { Eq, EqTree, Show, ShowTree } from '../../src/index.ts'
import { trees } from '../arbitraries.ts'
import { vectorSpaceLaws } from '../smooth/cotangents.ts'
import { formLaws, wordLaws } from '../tensor/forms.ts'
import {
  eqLaws,
  fewTensors,
  fewTrees,
  showLaws,
  tensorEqualityLaws,
  treeEqualityLaws,
} from '../tensor/instances.ts'
import { numbersLaws } from '../tensor/tensor.ts'
import { treeLaws } from '../tensor/tree.ts'
import type { Entry } from './entry.ts'

const numbers: Entry = { laws: () => [numbersLaws] }

/** The cotangents of any tree. */
export const cotangentsOfTrees = vectorSpaceLaws('cotangents of trees', trees())

export const tensorCatalogue = {
  Eq: { laws: () => [eqLaws('Eq', Eq, fewTensors), tensorEqualityLaws(Eq, Show)] },
  EqTree: { laws: () => [eqLaws('EqTree', EqTree, fewTrees), treeEqualityLaws(EqTree)] },
  Show: { laws: () => [showLaws('Show', Show, Eq, fewTensors), wordLaws] },
  ShowTree: { laws: () => [showLaws('ShowTree', ShowTree, EqTree, fewTrees)] },
  empty: { laws: () => [treeLaws('trees', trees()), formLaws] },
  fromElements: numbers,
  fromValues: numbers,
  full: numbers,
  isTensor: numbers,
  isTrivial: { reason: 'tells whether a value is the trivial cotangent' },
  item: numbers,
  ones: numbers,
  onesLike: numbers,
  scalar: numbers,
  tensor: numbers,
  toNested: numbers,
  toValues: numbers,
  trivial: { reason: 'the only cotangent of an integer tensor' },
  zero: { laws: () => [cotangentsOfTrees] },
  zeros: numbers,
  zerosLike: numbers,
} as const satisfies Readonly<Record<string, Entry>>

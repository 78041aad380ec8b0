/**
 * All cases.
 *
 * @module
 */
import type { Case } from './case.ts'
import { cnnLenet } from './cnnLenet.ts'
import { generate } from './generate.ts'
import { growthDigits } from './growthDigits.ts'
import { growthProducts } from './growthProducts.ts'
import { lstms } from './lstm.ts'
import { s0Softmax } from './s0Softmax.ts'
import { s1Digits } from './s1Digits.ts'
import { s1Logistic } from './s1Logistic.ts'
import { s2Fashion } from './s2Fashion.ts'
import { s3Spiral } from './s3Spiral.ts'
import { s4Jacobian } from './s4Jacobian.ts'
import { transformer, transformersByDepth } from './transformer.ts'

export type { Case, Growth } from './case.ts'

/** The workloads of the five notebooks. */
export const notebookCases: readonly Case[] = [
  s0Softmax,
  s1Logistic,
  s1Digits,
  ...s2Fashion,
  s3Spiral,
  s4Jacobian,
]

/** Workloads of larger networks. */
export const networkCases: readonly Case[] = [cnnLenet, transformer, generate]

/** Workloads that grow in one size. */
export const growthCases: readonly Case[] = [
  ...growthProducts,
  ...growthDigits,
  ...lstms,
  ...transformersByDepth,
]

/** The case of a name. */
export const caseNamed = (name: string): Case => {
  const found = [...notebookCases, ...networkCases, ...growthCases].find(each => each.name === name)
  if (found === undefined) throw new Error(`There is no case ${name}.`)
  return found
}

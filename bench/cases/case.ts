/**
 * The type of a case: one workload, for pullback and for every peer.
 *
 * @module
 */
import type { FloatDType } from 'pullback'
import type { Learner } from '../pullback/learner.ts'
import type { Problem } from '../start/problem.ts'

/** Where a case stands in a family of cases that differ in one size. */
export interface Growth {
  readonly family: string
  /** What grows. */
  readonly unit: string
  readonly size: number
  /** Floating-point operations of one step, if the family is about them. */
  readonly flops?: number
  /** Seconds for a step above which a contestant sits out the larger sizes. Defaults to 0.3. */
  readonly patience?: number
  /** Whether to ask how long tracing and compiling take. */
  readonly preparation?: boolean
  /** Whether to ask how much memory is held after so many steps. */
  readonly memoryAfter?: number
}

/** A workload. */
export interface Case {
  readonly name: string
  /** What it is, in a line. */
  readonly about: string
  readonly dtypes: readonly FloatDType[]
  /** How many steps all contestants run to compare their losses. */
  readonly steps: number
  readonly problem: () => Problem
  /** The case as a user of pullback writes it. */
  readonly learner: Learner
  /** The peers it is for. Defaults to all. */
  readonly peers?: readonly string[]
  /** Whether the reference engine needs seconds for a step: it then runs in one mode only. */
  readonly heavy?: boolean
  readonly growth?: Growth
}

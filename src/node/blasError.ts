/**
 * Reasons why the system's BLAS cannot be used: a sum of cases, each of which says what is wrong and how to mend it.
 *
 * @module
 */
import type { Show } from 'fp-ts/lib/Show.js'
import { anyText, type Cases, errorOf } from '../codec/contract.ts'
import { needs, takes } from '../tensor/contract/index.ts'

/**
 * A reason why there is no `blas` engine.
 *
 * @category Errors
 * @since 0.1.0
 */
export type BlasError =
  /** The package that calls libraries is not there, or not for this system. */
  | { readonly _tag: 'KoffiMissing'; readonly reason: string }
  /** None of the libraries could be loaded. */
  | {
      readonly _tag: 'LibraryMissing'
      readonly tried: readonly { readonly library: string; readonly reason: string }[]
    }
  | { readonly _tag: 'SymbolMissing'; readonly library: string; readonly symbol: string }
  /** The library was called, and its products are not what they should be. */
  | { readonly _tag: 'WrongProducts'; readonly library: string }
  /** All but matrix products is generated code, for which the host has to be good enough. */
  | { readonly _tag: 'VectorsMissing' }

const toInstall =
  'Install OpenBLAS (libopenblas0-pthread on Debian and Ubuntu, openblas on Fedora, Alpine and Arch), or name a library by ' +
  'its path with the option `library`.'

const [library, reason] = [anyText, anyText]

const blasCases: Cases<BlasError> = {
  KoffiMissing: { reason },
  LibraryMissing: { tried: needs.listOf(needs.record({ library, reason }), 'libraries') },
  SymbolMissing: { library, symbol: anyText },
  WrongProducts: { library },
  VectorsMissing: {},
}

/**
 * The text of a BLAS error: what is wrong and how to mend it.
 *
 * @category Errors
 * @since 0.1.0
 */
export const showBlasError = takes('showBlasError', { error: errorOf(blasCases, 'blas') }, () => sentenceOf)

const sentenceOf = (error: BlasError): string => {
  switch (error._tag) {
    case 'KoffiMissing':
      return `The package koffi cannot be loaded (${error.reason}). Install it: npm install koffi`
    case 'LibraryMissing': {
      const tried = error.tried.map(({ library, reason }) => `${library} (${reason})`).join(', ')
      return `No BLAS can be loaded: ${tried}. ${toInstall}`
    }
    case 'SymbolMissing':
      return `The library ${error.library} has no ${error.symbol}, so it is no BLAS with the C interface. ${toInstall}`
    case 'WrongProducts':
      return `The library ${error.library} gives wrong products; it may be made for 64-bit integers. ${toInstall}`
    case 'VectorsMissing':
      return 'This host runs no WebAssembly with 128-bit vectors. Use the reference engine, or a newer host.'
  }
}

/**
 * Shows BLAS errors: the fp-ts instance of `showBlasError`.
 *
 * @category Errors
 * @since 0.1.0
 */
export const ShowBlasError: Show<BlasError> = { show: showBlasError }

import { test } from 'vitest'
import { registerLaws } from '../../laws/index.ts'
import { numpyLaws } from '../../laws/numpy/numpy.ts'

registerLaws(numpyLaws, test)

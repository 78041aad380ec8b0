import { test } from 'vitest'
import { registerLaws } from '../../laws/index.ts'
import { shownLaws } from '../../laws/program/shown.ts'
import { summaryLaws } from '../../laws/train/summary.ts'

for (const set of [shownLaws, summaryLaws]) registerLaws(set, test)

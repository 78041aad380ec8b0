import { test } from 'vitest'
import { threadLaws } from '../../laws/engine/threads.ts'
import { registerLaws } from '../../laws/index.ts'

registerLaws(threadLaws, test)

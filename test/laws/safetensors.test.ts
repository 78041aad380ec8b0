import { describe, test } from 'vitest'
import { registerLaws } from '../../laws/index.ts'
import { safetensorsLaws } from '../../laws/safetensors/safetensors.ts'

describe('safetensors', () => registerLaws(safetensorsLaws(), test))

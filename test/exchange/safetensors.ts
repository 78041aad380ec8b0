/**
 * Small files of safetensors, good and bad, named after what is special or wrong in them.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Family } from './family.ts'

export const safetensors: Family = {
  folder: 'safetensors',
  cases: (files, at) =>
    files.map(file => ({
      name: file,
      files: [file],
      isCheap: true,
      run: () => {
        // TODO by the reader
        expect(readFileSync(at(file)).length).toBeGreaterThanOrEqual(0)
      },
    })),
}

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCompiler } from './compilers.ts'

// Time depends on the machine; how many types the checker has to make does not.

const instantiations = async (project: string): Promise<number> => {
  const output = await runCompiler('-p', join(import.meta.dirname, 'cost', project), '--extendedDiagnostics')
  const found = /^Instantiations:\s+(\d+)/m.exec(output)
  if (found === null) throw new Error(`tsc did not tell its instantiations:\n${output}`)
  return Number(found[1])
}

test('checking twelve layers costs less than a fifth of what checking the library itself does', async () => {
  const [one, twelve] = [await instantiations('one'), await instantiations('twelve')]
  console.info(`type instantiations: ${one} for the library and one layer, ${twelve - one} more for twelve`)
  expect(twelve - one).toBeGreaterThan(0)
  expect(twelve - one).toBeLessThan(one / 5)
})

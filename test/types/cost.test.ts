import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

// Time depends on the machine; how many types the checker has to make does not.

const root = join(import.meta.dirname, '..', '..')

const instantiations = async (project: string): Promise<number> => {
  const { stdout } = await promisify(execFile)(
    join(root, 'node_modules', '.bin', 'tsc'),
    ['-p', join(import.meta.dirname, 'cost', project), '--extendedDiagnostics'],
    { cwd: root },
  )
  const found = /^Instantiations:\s+(\d+)/m.exec(stdout)
  if (found === null) throw new Error(`tsc did not tell its instantiations:\n${stdout}`)
  return Number(found[1])
}

test('checking twelve layers costs less than a fifth of what checking the library itself does', async () => {
  const [one, twelve] = [await instantiations('one'), await instantiations('twelve')]
  console.info(`type instantiations: ${one} for the library and one layer, ${twelve - one} more for twelve`)
  expect(twelve - one).toBeGreaterThan(0)
  expect(twelve - one).toBeLessThan(one / 5)
})

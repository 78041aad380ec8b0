import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import { batches, dense, key, sgd, softmaxCrossEntropy, supervised, tensor, zeros } from '../../src/index.ts'
import { trainOnXla, XlaFailure } from '../../src/node/index.ts'

// What needs JAX is tried in test/exchange.

const data = { inputs: zeros([5, 2]), targets: tensor([0, 1, 0, 1, 0], 'i32') }
const training = (size: number) =>
  pipe(
    dense(2, 2),
    supervised(softmaxCrossEntropy()),
    trainOnXla(sgd(0.1), batches(data, { size }), { python: '/nowhere/python' }),
  )(key(0))

const temporary = (): readonly string[] =>
  readdirSync(tmpdir()).filter(name => name.startsWith('pullback-xla-'))

test('where there is no Python, that is said with how to mend it, and nothing is left behind', async () => {
  const before = temporary()
  const [first] = [training(5)[Symbol.asyncIterator]()]
  const failure: unknown = await first.next().catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(XlaFailure)
  expect((failure as XlaFailure).error._tag).toBe('PythonMissing')
  expect((failure as XlaFailure).message).toMatch(/'\/nowhere\/python' cannot be started.*PULLBACK_PYTHON/)
  expect(temporary().filter(name => !before.includes(name))).toEqual([])
})

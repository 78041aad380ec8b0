/**
 * Laws of the pool of threads: which programs threads are sent, called to, and made to forget.
 *
 * @module
 */
import fc from 'fast-check'
import { requireThreads, threadPool, type Workers } from '../../src/wasm/thread/pool.ts'
import { control } from '../../src/wasm/thread/protocol.ts'
import { every, exact, holds } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { loosely } from '../oracle/loose.ts'
import { refusedSaying } from '../oracle/refusal.ts'

interface Message {
  readonly id: number
  readonly module?: object
}

/** A host whose threads keep what they are sent, as the script of a worker does, and what they are called to. */
const hostOf = (cores: number, refusedFrom: number) => {
  const threads: { readonly kept: Map<number, object>; readonly calls: object[] }[] = []
  return {
    threads,
    host: () => ({
      cores,
      start: () => {
        if (threads.length >= refusedFrom) throw new Error('no more threads')
        const own = { kept: new Map<number, object>(), calls: [] as object[] }
        threads.push(own)
        return {
          post: (message: unknown) => {
            const { id, module } = message as Message
            if (module !== undefined) own.kept.set(id, module)
            else if (id < 0) own.kept.delete(-id)
            else own.calls.push(own.kept.get(id) as object)
          },
        }
      },
    }),
  }
}

interface Attached {
  readonly module: object
  readonly words: Int32Array
  readonly workers: Workers
}

const commands = fc.array(fc.tuple(fc.constantFrom('attach', 'call', 'dismiss', 'come'), fc.nat(5)), {
  maxLength: 20,
})

/** Laws of the pool of threads. */
export const threadLaws: LawSet = lawSet('threads', [
  law(
    'G15',
    'threads keep what is attached until it is dismissed, and are called to it once until one of them came',
    [commands, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.nat(12)],
    (steps, cores, most, refusedFrom) => {
      const { threads, host } = hostOf(cores, refusedFrom)
      const pool = threadPool(most, host)
      const size = Math.min(Math.max(Math.min(cores, most, 8) - 1, 0), refusedFrom)
      const attached: Attached[] = []
      const calls: object[] = []
      const at = (words: Int32Array, address: number): number => words[address / 4] as number
      const verdicts = steps.map(([what, which]) => {
        const one = attached[which % Math.max(attached.length, 1)]
        if (what === 'attach') {
          const [module, buffer] = [{}, new ArrayBuffer(2 * control.counts)]
          const workers = loosely<Workers>(pool.attach)(module, { buffer }, null)
          attached.push({ module, words: new Int32Array(buffer), workers })
        } else if (one !== undefined && what === 'call') {
          const isOnTheWay = at(one.words, control.called) !== 0 || at(one.words, control.present) > 0
          if (!isOnTheWay) calls.push(one.module)
          one.workers.call()
          // Those elsewhere are called away.
          return holds(
            at(one.words, control.dismissed) === 0 &&
              (isOnTheWay || at(one.words, control.called) === 1) &&
              attached.every(
                other =>
                  other === one ||
                  at(other.words, control.called) === 0 ||
                  at(other.words, control.dismissed) === 1,
              ),
            what,
            'all are called to one program',
          )
        } else if (one !== undefined && what === 'dismiss') {
          one.workers.dismiss()
          attached.splice(attached.indexOf(one), 1)
          return exact([at(one.words, control.program), at(one.words, control.dismissed)], [0, 1])
        } else if (one !== undefined) one.words[control.called / 4] = 0
        return exact(0, 0)
      })
      const kept = attached.map(({ module }) => module)
      const numbers = attached.map(({ words }) => at(words, control.program))
      return every(
        ...verdicts,
        exact(0, 0),
        holds(pool.isEmpty() === (size === 0), pool.isEmpty(), size),
        exact(threads.length, size),
        ...threads.flatMap(thread => [
          holds(
            thread.kept.size === kept.length && [...thread.kept.values()].every(each => kept.includes(each)),
            [...thread.kept.keys()],
            numbers,
          ),
          holds(
            [...thread.kept.keys()].every(id => numbers.includes(id)),
            [...thread.kept.keys()],
            numbers,
          ),
          holds(
            thread.calls.length === calls.length && thread.calls.every((each, i) => each === calls[i]),
            thread.calls.length,
            calls.length,
          ),
        ]),
      )
    },
  ),
  law(
    'G16',
    'pools of one host share its threads, and a number of threads is whole and positive',
    [fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })],
    (one, other) => {
      const { threads, host } = hostOf(9, 9)
      const pools = [one, other].map(most => threadPool(most, host))
      const empty = pools.map(pool => pool.isEmpty())
      return every(
        exact(threads.length, Math.min(Math.max(one, other), 8) - 1),
        exact(
          empty.map(Number),
          [one, other].map(most => Number(most === 1)),
        ),
        holds(threadPool(one, () => null).isEmpty(), one, 'a host without threads'),
        exact(requireThreads('law', one), one),
        ...[0, -one, one + 0.5, Number.NaN, Infinity].map(count =>
          refusedSaying(
            'ArgumentError',
            `law needs a positive whole number of threads, but was given ${count}.`,
            () => requireThreads('law', count),
          ),
        ),
      )
    },
  ),
])

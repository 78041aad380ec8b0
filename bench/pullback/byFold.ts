/**
 * Training as a fold within an engine: parameters stay there between steps, and only the loss is looked at.
 *
 * @module
 */
import {
  type Batch,
  type Empty,
  type Engine,
  empty,
  fold,
  item,
  type Key,
  key,
  program,
  type Training,
  trainingStep,
  tree,
  zeros,
} from 'pullback'
import { type Iterating, microsecondsSince, type Resident, type Runner, type TrainingTask } from './runner.ts'

const stepKey: Key = key(0)

/**
 * The runner that folds `trainingStep` in an engine.
 *
 * @example
 * byFold(wasm, 'fold')
 */
export const byFold = (engine: Engine, mode: string): Runner => {
  const begin = <I, T, Y, P, S, O, R>(task: TrainingTask<I, T, Y, P, S, O, R>) => {
    const { objective, optimiser, model, batches } = task
    const advance = trainingStep(optimiser)(objective)
    const training = (now: Training<P, S, O>, batch: Batch<I, T>, rates: R, key: Key) => {
      const { next, loss } = advance(now, batch, rates, key)
      return [next, loss, empty] as const
    }
    const start = { ...model, optimiser: optimiser.init(model.params) }
    const steps = fold(training, start, engine)
    let step = 0
    return {
      start,
      training,
      take: (): void => {
        const [batch, at] = [batches[step % batches.length]!, step]
        if (
          !steps.advance(
            () => batch,
            () => optimiser.rates(at),
            () => stepKey,
          )
        )
          throw new Error(`Step ${step} was not finite.`)
        step++
      },
      loss: (): number => item(steps.finite()),
    }
  }
  const resident: Resident = <A extends readonly unknown[], B>(f: (...args: A) => B) => {
    const steps = fold((state: Empty, args: A) => [state, zeros([]), f(...args)] as const, empty, engine)
    return {
      run: (...args: A): void => {
        steps.advance(() => args)
      },
      read: (): B => steps.other(),
    }
  }
  const iterating: Iterating = (step, start) => {
    const states = tree.tensors(start)
    const carried = states.map((_, i) => ({ output: i, input: i }))
    const executable = engine.prepare(program.trace(step)(start).program, { carried, inPlace: true })
    const restart = (): void => {
      states.forEach((x, i) => {
        executable.write(i, x)
      })
    }
    restart()
    return {
      advance: times => {
        for (let i = 0; i < times; i++) {
          executable.execute()
          executable.commit()
        }
      },
      state: () => tree.withLeaves(states.map((_, i) => executable.readInput(i)))(start),
      restart,
    }
  }
  return {
    engine: engine.name,
    mode,
    resident,
    iterating,
    training: task => () => {
      const { take, loss } = begin(task)
      return {
        losses: count =>
          Array.from({ length: count }, () => {
            take()
            return loss()
          }),
        advance: count => {
          for (let i = 0; i < count; i++) take()
          if (count > 0) loss()
        },
      }
    },
    preparation: task => {
      const first = performance.now()
      const { start, training, take, loss } = begin(task)
      take()
      loss()
      const firstUs = microsecondsSince(first)
      const again = performance.now()
      program.trace(training)(start, task.batches[0]!, task.optimiser.rates(0), stepKey)
      return { traceUs: microsecondsSince(again), firstUs }
    },
  }
}

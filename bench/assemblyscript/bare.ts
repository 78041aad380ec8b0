/**
 * The generated module without the fold around it, which stands for what the kernels' hand-made driver is: inputs are written,
 * the module runs, parameters are overwritten in place.
 *
 * @module
 */
import { type AnyTensor, empty, item, key, program, trainingStep, tree, wasmThreads } from 'pullback'
import type { Runner } from '../pullback/runner.ts'

const engine = wasmThreads(1)

/** The runner that calls what the engine made of the step. It takes no step back that was not finite. */
export const bareRunner: Runner = {
  engine: engine.name,
  mode: 'bare',
  training:
    ({ objective, optimiser, model, batches }) =>
    () => {
      const step = trainingStep(optimiser)(objective)
      const start = { ...model, optimiser: optimiser.init(model.params) }
      const traced = program.trace((...args: Parameters<typeof step>) => {
        const { next, loss } = step(...args)
        return [next, loss, empty] as const
      })(start, batches[0]!, optimiser.rates(0), key(0)).program
      const states = tree.tensors(start)
      const carried = states.map((_, i) => ({ output: i, input: i }))
      const watched = [...carried.map(({ output }) => output), states.length]
      const executable = engine.prepare(traced, { carried, watched, inPlace: true })
      const fixed: readonly AnyTensor[] = tree.tensors([optimiser.rates(0), key(0)])
      const data = batches.map(batch => tree.tensors(batch))
      const write = (from: number, xs: readonly AnyTensor[]): void => {
        for (let i = 0; i < xs.length; i++) executable.write(from + i, xs[i]!)
      }
      write(0, states)
      write(states.length + data[0]!.length, fixed)
      let now = 0
      const take = (): void => {
        write(states.length, data[now % data.length]!)
        if (!executable.execute()) throw new Error(`Step ${now} was not finite.`)
        executable.commit()
        now++
      }
      const loss = (): number => item(executable.read(states.length))
      return {
        losses: count =>
          Array.from({ length: count }, () => {
            take()
            return loss()
          }),
        advance: count => {
          for (let i = 0; i < count; i++) take()
        },
      }
    },
}

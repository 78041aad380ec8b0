import { describe } from 'vitest'
import { cosineLaws, restartsLaws } from '../../laws/schedule/cosine.ts'
import { linearLaws, polynomialLaws } from '../../laws/schedule/decay.ts'
import { oneCycleLaws } from '../../laws/schedule/oneCycle.ts'
import { joinLaws, piecewiseLaws } from '../../laws/schedule/piecewise.ts'
import { stepScheduleLaws } from '../../laws/schedule/schedule.ts'
import { schedule } from '../../src/index.ts'
import { type Mutant, testMutants } from './mutant.ts'

const { cosineRestarts, join, linear, milestones, oneCycle, piecewise, polynomial, step: stepped } = schedule

const schedules: readonly Mutant[] = [
  {
    name: 'a cosine that rises again past its end',
    mutant: cosineLaws(
      (value, { steps, to = 0 }) =>
        t =>
          to + ((value - to) * (1 + Math.cos((Math.PI * t) / steps))) / 2,
    ),
    twin: cosineLaws(),
    killedBy: ['S7'],
    survives: ['S8'],
  },
  {
    name: 'a line in place of the cosine',
    mutant: cosineLaws((value, { steps, to = 0 }) => linear({ from: value, to: to + 2 ** -20, steps })),
    twin: cosineLaws(),
    killedBy: ['S7'],
  },
  {
    name: 'restarts that never take longer',
    mutant: restartsLaws((value, { growth: _, ...options }) => cosineRestarts(value, options)),
    twin: restartsLaws(),
    killedBy: ['S9'],
  },
  {
    name: 'a warm-up that goes on rising',
    mutant: linearLaws(
      ({ from = 0, to, steps }) =>
        t =>
          from + ((to - from) * t) / steps,
    ),
    twin: linearLaws(),
    killedBy: ['S10'],
    survives: ['S11'],
  },
  {
    name: 'a power that is forgotten',
    mutant: polynomialLaws((value, { power: _, ...options }) => polynomial(value, options)),
    twin: polynomialLaws(),
    killedBy: ['S13'],
    survives: ['S12'],
  },
  {
    name: 'a step that comes one early',
    mutant: stepScheduleLaws((value, options) => t => stepped(value, options)(t + 1)),
    twin: stepScheduleLaws(),
    killedBy: ['S5'],
  },
  {
    name: 'changes one step too early',
    mutant: piecewiseLaws({
      milestones,
      piecewise: (values, { at }) => {
        const own = piecewise(values, { at })
        return t => own(t + 1)
      },
    }),
    twin: piecewiseLaws(),
    killedBy: ['S14', 'S15'],
  },
  {
    name: 'changes one step too late',
    mutant: piecewiseLaws({
      milestones,
      piecewise: (values, { at }) => piecewise(values, { at: at.map(t => t + 1) }),
    }),
    twin: piecewiseLaws(),
    killedBy: ['S14', 'S15'],
  },
  {
    name: 'joined schedules of which each has one step too many',
    mutant: joinLaws(({ at }) => join({ at: at.map(change => change + 1) })),
    twin: joinLaws(),
    killedBy: ['S16'],
    survives: ['S17'],
  },
  {
    name: 'joined schedules that count from the beginning of all',
    mutant: joinLaws(
      ({ at }) =>
        parts =>
        t =>
          parts[at.filter(change => t >= change).length]!(t),
    ),
    twin: joinLaws(options => parts => join(options)(parts)),
    killedBy: ['S16'],
    survives: ['S17'],
  },
  {
    name: 'a cycle that has one step more than it was asked for',
    mutant: oneCycleLaws((peak, options) => t => oneCycle(peak, options)(t === options.steps ? t - 1 : t)),
    twin: oneCycleLaws(),
    killedBy: ['S19'],
    survives: ['S18', 'S20'],
  },
  {
    name: 'a cycle that goes on at its last rate',
    mutant: oneCycleLaws((peak, options) => t => oneCycle(peak, options)(Math.min(t, options.steps - 1))),
    twin: oneCycleLaws(),
    killedBy: ['S19'],
    survives: ['S18', 'S20'],
  },
]

describe('schedules', () => testMutants(schedules))

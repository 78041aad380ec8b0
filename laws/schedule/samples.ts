/**
 * Rates and counts of steps that schedules are tried on.
 *
 * @module
 */
import fc from 'fast-check'
import { summed } from '../close.ts'

export const values = fc.integer({ min: 1, max: 64 }).map(n => n / 64)
export const counts = fc.integer({ min: 1, max: 500 })
export const later = fc.nat(500)
export const close = summed(64)

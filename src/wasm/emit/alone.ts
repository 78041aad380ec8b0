/**
 * Code for what loops over vectors of floats do not do, element by element: sums and products of integers, floats that become others,
 * and the positions of the largest of rows.
 *
 * @module
 */
import type { Lanes } from '../../plan/lanes.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'

/** Visits so many elements, from any number of addresses, each with the size of its elements. */
const eachElement = (
  f: FunctionBuilder,
  count: number,
  bytes: readonly number[],
  visit: (places: readonly Local[]) => void,
): void => {
  const places = bytes.map(() => f.local('address'))
  const i = f.local('i32')
  for (const place of places) f.address(0).set(place)
  f.for(i, 0, count, 1, () => {
    visit(places)
    places.forEach((place, which) => {
      f.advance(place, bytes[which] as number)
    })
  })
  f.release(i, ...places)
}

/** Emits `to = x ∘ y` for integers of i32, which wrap around. */
export const emitIntegers = (
  f: FunctionBuilder,
  op: 'add' | 'sub' | 'mul',
  count: number,
  { x, y, to }: { readonly x: number; readonly y: number; readonly to: number },
): void => {
  eachElement(f, count, [4], ([at]) => {
    const place = at as Local
    f.get(place).get(place).memory('i32.load', x).get(place).memory('i32.load', y)
    f.op(`i32.${op}`).memory('i32.store', to)
  })
}

/** Emits floats as floats of another type. */
export const emitConversion = (
  f: FunctionBuilder,
  count: number,
  from: { readonly dtype: Lanes; readonly address: number },
  to: { readonly dtype: Lanes; readonly address: number },
): void => {
  const sizeOf = (dtype: Lanes): number => (dtype === 'f32' ? 4 : 8)
  eachElement(f, count, [sizeOf(from.dtype), sizeOf(to.dtype)], ([source, target]) => {
    f.get(target as Local)
      .get(source as Local)
      .memory(from.dtype === 'f32' ? 'f32.load' : 'f64.load', from.address)
    if (from.dtype !== to.dtype) f.op(to.dtype === 'f32' ? 'f32.demote_f64' : 'f64.promote_f32')
    f.memory(to.dtype === 'f32' ? 'f32.store' : 'f64.store', to.address)
  })
}

/** Emits, for each row, the position of the first of its largest elements, or of its first NaN. */
export const emitArgmax = (
  f: FunctionBuilder,
  dtype: Lanes,
  {
    rows,
    columns,
    from,
    to,
  }: { readonly rows: number; readonly columns: number; readonly from: number; readonly to: number },
): void => {
  const load = dtype === 'f32' ? 'f32.load' : 'f64.load'
  const [row, column, best, at, position] = [
    f.local('i32'),
    f.local('i32'),
    f.local('i32'),
    f.local('address'),
    f.local('address'),
  ] as const
  const [largest, value] = [f.local(dtype), f.local(dtype)] as const
  f.address(0).set(at).address(0).set(position)
  f.for(row, 0, rows, 1, () => {
    f.get(at).memory(load, from).set(largest).i32(0).set(best)
    f.for(column, 0, columns, 1, () => {
      // Neither at most the largest so far nor behind a NaN.
      f.get(at).memory(load, from).tee(value).get(largest).op(`${dtype}.le`, 'i32.eqz')
      f.get(largest).get(largest).op(`${dtype}.eq`, 'i32.and')
      f.if(() => {
        f.get(value).set(largest).get(column).set(best)
      })
      f.advance(at, dtype === 'f32' ? 4 : 8)
    })
    f.get(position).get(best).memory('i32.store', to)
    f.advance(position, 4)
  })
  f.release(row, column, best, at, position, largest, value)
}

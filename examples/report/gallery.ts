/**
 * Many small grey images in rows, each with words above it.
 *
 * @module
 */
import type { TopLevelSpec } from 'vega-lite'
import { palette } from './palette.ts'

/** An image, row by row; 0 is white, `darkest` black. */
export interface Picture {
  readonly pixels: readonly number[]
  readonly width: number
  readonly darkest: number
  readonly words: string
  /** Whether its words are in a colour of their own. */
  readonly marked: boolean
}

/** Points for each pixel, and pixels between images. */
const [side, gap, above] = [6, 2, 3]

/** The images, so many in a row. All are of one size. */
export const galleryPlot = (title: string, columns: number, pictures: readonly Picture[]): TopLevelSpec => {
  const [first] = pictures
  const width = first?.width ?? 1
  const height = (first?.pixels.length ?? 1) / width
  const placed = pictures.map((picture, i) => ({
    ...picture,
    left: (i % columns) * (width + gap),
    top: Math.floor(i / columns) * (height + above + 1) + above,
  }))
  const across = columns * (width + gap) - gap
  const down = Math.ceil(pictures.length / columns) * (height + above + 1)
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, across], nice: false },
    axis: null,
  })
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, down], nice: false, reverse: true },
    axis: null,
  })
  return {
    title,
    width: across * side,
    height: down * side,
    layer: [
      {
        data: {
          // White is left out: it is what is there without it.
          values: placed.flatMap(({ pixels, darkest, left, top }) =>
            pixels.flatMap((value, i) => {
              const [column, row] = [left + (i % width), top + Math.floor(i / width)]
              return value === 0
                ? []
                : [{ x: column, x2: column + 1, y: row, y2: row + 1, value: value / darkest }]
            }),
          ),
        },
        mark: { type: 'rect', aria: false },
        encoding: {
          x: x('x'),
          x2: { field: 'x2' },
          y: y('y'),
          y2: { field: 'y2' },
          color: {
            field: 'value',
            type: 'quantitative',
            scale: { domain: [0, 1], range: ['#ffffff', '#000000'] },
            legend: null,
          },
        },
      },
      {
        data: {
          values: placed.map(({ left, top, words, marked }) => ({ x: left, y: top - 0.6, words, marked })),
        },
        mark: { type: 'text', align: 'left', baseline: 'bottom', fontSize: 11 },
        encoding: {
          x: x('x'),
          y: y('y'),
          text: { field: 'words' },
          color: { condition: { test: 'datum.marked', value: palette.vermilion }, value: '#222222' },
        },
      },
    ],
  } as TopLevelSpec
}

/**
 * Vega-Lite plots as SVG text, without a browser.
 *
 * @module
 */
import { parse, View } from 'vega'
import { type Config, compile, type TopLevelSpec } from 'vega-lite'

/** A plot and what it shows, as a sentence. */
export interface Figure {
  readonly svg: string
  readonly caption: string
}

const config: Config = {
  background: '#ffffff',
  font: 'system-ui, sans-serif',
  axis: { labelFontSize: 11, titleFontSize: 12, titleFontWeight: 'normal', gridColor: '#e5e5e5' },
  legend: { labelFontSize: 11, titleFontSize: 12, titleFontWeight: 'normal' },
  title: { fontSize: 13, anchor: 'start' },
  view: { stroke: null },
}

// Vega numbers definitions through all plots of a process: renamed, they do not depend on what was drawn before.
const withOwnIds = (svg: string, id: string): string =>
  Array.from(svg.matchAll(/\bid="([^"]+)"/g), ([, given]) => given as string).reduce(
    (text, given, i) =>
      text.replaceAll(`id="${given}"`, `id="${id}-${i}"`).replaceAll(`url(#${given})`, `url(#${id}-${i})`),
    svg,
  )

/**
 * Draws a plot. `id` names its parts and must differ between the plots of a page; the caption is also what a screen reader
 * says of it.
 */
export const draw = async (id: string, caption: string, spec: TopLevelSpec): Promise<Figure> => {
  const view = new View(parse(compile(spec, { config }).spec), { renderer: 'none' })
  try {
    return { svg: withOwnIds(await view.toSVG(), id), caption }
  } finally {
    view.finalize()
  }
}

/**
 * Colours that people with any kind of colour vision can tell apart: the palette of Okabe and Ito (2008).
 *
 * @module
 */
export const palette = {
  blue: '#0072B2',
  vermilion: '#D55E00',
  green: '#009E73',
  orange: '#E69F00',
  sky: '#56B4E9',
  purple: '#CC79A7',
  grey: '#999999',
} as const

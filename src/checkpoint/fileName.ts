/**
 * Names of checkpoints' files, which tell step and score: what is to be kept is decided without reading any.
 *
 * @module
 */

/** What the name of a file tells. */
export interface Named {
  readonly file: string
  /** Steps that were done. */
  readonly step: number
  /** What it was scored by, and how it did; `null` if it was not. */
  readonly score: { readonly by: string; readonly value: number } | null
}

const pattern = /^step-(\d{8,15})(?:_([^=]+)=([^=]+))?\.safetensors$/

/** The name of a file, in whose order are the steps. */
export const fileNameOf = ({ step, score }: Omit<Named, 'file'>): string => {
  const scored = score === null ? '' : `_${encodeURIComponent(score.by)}=${score.value}`
  return `step-${String(step).padStart(8, '0')}${scored}.safetensors`
}

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** What a name tells; `null` if it is not that of a checkpoint. */
export const namedOf = (file: string): Named | null => {
  const [, step, by, value] = pattern.exec(file) ?? []
  if (step === undefined) return null
  const score = by === undefined ? null : { by: decoded(by), value: Number(value) }
  return score !== null && (score.by === null || Number.isNaN(score.value))
    ? null
    : { file, step: Number(step), score: score as Named['score'] }
}

/** The names of checkpoints among all names, the newest last. */
export const checkpointsAmong = (files: readonly string[]): readonly Named[] =>
  files.flatMap(file => namedOf(file) ?? []).toSorted((x, y) => x.step - y.step || (x.file < y.file ? -1 : 1))

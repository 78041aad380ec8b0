/**
 * CSV text cut into records of fields (RFC 4180), piece by piece.
 *
 * @module
 */

/**
 * How a table is written down.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface CsvDialect {
  /** What stands between two fields: one character, such as ';' or a tab. Defaults to a comma. */
  readonly delimiter?: string
  /** What a line begins with that is a comment and passed over, such as '#'. Defaults to none. */
  readonly comment?: string
  /** Whether spaces around fields that are not quoted are left out. Defaults to false: spaces are part of a field. */
  readonly trim?: boolean
}

/** A record, and the line on which it ends. */
export interface CsvRecord {
  readonly fields: readonly string[]
  readonly line: number
  /** Whether there is nothing on the line but spaces. */
  readonly isBlank: boolean
}

/** What no table can be read from. */
export interface CsvMistake {
  readonly line: number
  /** The place in the line, from 1. */
  readonly character: number
  readonly reason: string
}

/** How long a record may be, in characters, so that a text without line ends does not fill the memory. */
const longestRecord = 2 ** 20

/** Where in a record the cutting is. */
type Place =
  /** Before the first character of a record, or of a field. */
  | 'record'
  | 'field'
  | 'plain'
  | 'quoted'
  /** Behind a quote within a quoted field: the end of the field, or one half of a quote. */
  | 'quote'
  /** Behind the spaces that follow a quoted field. */
  | 'closed'
  | 'comment'

/** What cuts text into records: it takes pieces of it, and then its end. */
export interface CsvCutter {
  /** The records that the piece completes; a mistake is the last of them. */
  readonly take: (piece: string) => Generator<CsvRecord | CsvMistake>
  readonly end: () => Generator<CsvRecord | CsvMistake>
}

/** Spaces that a delimiter may not be among. */
const trimmed = (text: string): string => text.replace(/^[ \t]+|[ \t]+$/g, '')

/** A cutter at the beginning of a text. A byte-order mark there is left out; a line ends with \n, \r\n or \r. */
export const csvCutter = ({ delimiter = ',', comment = '', trim = false }: CsvDialect): CsvCutter => {
  let place: Place = 'record'
  let fields: string[] = []
  let field = ''
  let wasQuoted = false
  // Characters of the record so far, without what the present piece has.
  let length = 0
  let [line, character] = [1, 1]
  let [openedAt, openedAtLine] = [0, 0]
  let isFirst = true
  // Whether a \r has just ended a line, so that a \n behind it ends none.
  let sawReturn = false
  let held = ''

  const mistake = (reason: string, at = character, on = line): CsvMistake => ({
    line: on,
    character: at,
    reason,
  })

  const endField = (): void => {
    fields.push(trim && !wasQuoted ? trimmed(field) : field)
    ;[field, wasQuoted, place] = ['', false, 'field']
  }

  const endRecord = (): CsvRecord => {
    const isBlank = fields.length === 0 && !wasQuoted && trimmed(field) === ''
    endField()
    const record = { fields, line, isBlank }
    ;[fields, place, length] = [[], 'record', 0]
    return record
  }

  const specials = `${delimiter}"\r\n`
  const opens = trim ? /^[ \t]*$/ : /^$/

  function* take(piece: string): Generator<CsvRecord | CsvMistake> {
    let text = held + piece
    held = ''
    if (isFirst && text.length > 0) {
      isFirst = false
      if (text.startsWith('\ufeff')) text = text.slice(1)
    }
    for (let i = 0; i < text.length; i++) {
      const c = text[i]!
      const isEnd = c === '\n' || c === '\r'
      const isSecondHalf = sawReturn && c === '\n'
      sawReturn = c === '\r'
      if (isSecondHalf && place !== 'quoted') continue
      if (place === 'record' && comment !== '' && c === comment[0]) {
        // The mark may be cut by the end of a piece.
        if (text.length - i < comment.length && comment.startsWith(text.slice(i))) {
          held = text.slice(i)
          return
        }
        if (text.startsWith(comment, i)) place = 'comment'
      }
      if (isEnd && place !== 'quoted') {
        if (place === 'comment') place = 'record'
        else yield endRecord()
        ;[line, character] = [line + 1, 1]
        continue
      }
      if (place === 'comment') continue
      length += 1
      if (place === 'quoted') {
        if (c === '"') place = 'quote'
        else {
          field += c
          if (isEnd && !isSecondHalf) line += 1
          if (isEnd) character = 0
        }
      } else if (c === '"' && place === 'quote') {
        field += c
        place = 'quoted'
      } else if (c === delimiter) {
        if (place === 'record') place = 'field'
        endField()
      } else if (place === 'quote' || place === 'closed') {
        place = 'closed'
        if (!(trim && (c === ' ' || c === '\t'))) {
          yield mistake(`'${c}' follows a quote that closes a field`)
          return
        }
      } else if (c === '"') {
        if (!opens.test(field)) {
          yield mistake('there is a quote within a field that does not begin with one')
          return
        }
        ;[field, wasQuoted, place, openedAt, openedAtLine] = ['', true, 'quoted', character, line]
      } else {
        let until = i + 1
        while (until < text.length && !specials.includes(text[until]!)) until++
        field += text.slice(i, until)
        place = 'plain'
        length += until - i - 1
        character += until - i - 1
        i = until - 1
      }
      character += 1
      if (length > longestRecord) {
        yield mistake(`the row is longer than ${longestRecord} characters`, 1)
        return
      }
    }
  }

  function* end(): Generator<CsvRecord | CsvMistake> {
    if (held !== '') {
      // What looked like the beginning of a comment is none: its mark is longer.
      field = held
      ;[held, place] = ['', 'plain']
    }
    if (place === 'quoted') yield mistake('a quote is opened and not closed', openedAt, openedAtLine)
    else if (place !== 'record' && place !== 'comment') yield endRecord()
  }
  return { take, end }
}

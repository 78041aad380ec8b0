import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './snippets.ts'

// The words of the field, in plain English: what was said otherwise before, and what to say instead
// (docs/decisions/0013-the-words-of-the-field.md).
const phrases: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\bunless (it is |they are )?told\b/i, 'defaults to …, by default'],
  [/\b(is|are|was|were|be|been) told\b/i, 'gets, is given, knows; of what differs: is distinguished'],
  [
    /\b(?:if|where|when) told\b|\btold (?:so|by|as it|as they|epoch|figure|to)\b|\b(?:am|is|are) I? ?told\b/i,
    'reported, by an option, chosen by',
  ],
  [/\bin words\b/i, 'as a sentence, a description of'],
  [
    /\b(somebody|nobody|whoever|anybody|everybody|someone)\b/i,
    'the caller, a reader, a thread, or the passive',
  ],
  [
    /(?<![Tt]here |[Ww]ho |[Ww]hose |[Ww]hich )\b(is|was) no (?!more\b|longer\b|less\b|other\b|better\b|larger\b|smaller\b|such\b|way\b)[a-z]/,
    'is not a …',
  ],
  [
    /(?<![Tt]here )\bare no (?!more\b|longer\b|less\b|other\b|better\b|larger\b|smaller\b|such\b)[a-z]/,
    'are not …',
  ],
  [/\bcrews?\b/i, 'thread pool, workers'],
  [/\b(displaceable|displacements?)\b/i, 'cacheable, cache offset'],
  [/\bcommissions?\b/i, 'offloaded product'],
  [/\bforsaken\b/i, 'abandoned'],
  [/\bhanded over\b/i, 'offloaded'],
  [/\bReadingError\b/, 'TracingError'],
  [
    /\b(any|another|tangent|innermost|many|later) readings?\b|\bJ: readings\b/,
    'interpretation, tracer, rule',
  ],
  [/\bextremum\b/, 'reduceMax'],
  [/\bpick(s|ed|ing)?\b/, 'choose (an engine), take (rows), select'],
  [/^#+ What\b/, 'a heading that begins with a noun'],
]

// The header of a file is its first comment.
const header =
  /^(?:\/\*\*|\/\/)(?:\n \*)? (What|How|Which|Where|When|Why|Who|Whether|That|It|If|There|In which)\b/

// Records of decisions name old words; the others are made from the laws, which are looked at themselves.
const isLookedAt = (file: string): boolean =>
  /\.(ts|md)$/.test(file) && !/^docs\/(decisions\/0013-|derivatives\.md)/.test(file)

const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { encoding: 'utf8', recursive: true })
    .filter(path => !path.includes('node_modules') && path !== 'words.test.ts')
    .map(file => `${folder}/${file}`)
    .filter(isLookedAt)
    .toSorted()

const complaintsIn = (file: string, text: string): readonly string[] => [
  ...(header.test(text)
    ? [`${file}:1: '${header.exec(text)?.[1]}'. Say instead: a header that begins with a noun.`]
    : []),
  ...text
    .split('\n')
    .flatMap((line, i) =>
      phrases.flatMap(([phrase, instead]) =>
        phrase.test(line) ? [`${file}:${i + 1}: '${phrase.exec(line)?.[0]}'. Say instead: ${instead}.`] : [],
      ),
    ),
]

test.each(['src', 'laws', 'docs', 'examples', 'bench', 'test'])(
  '%s is written in the words of the field',
  folder => {
    const files = filesIn(folder)
    expect(files.length).toBeGreaterThan(10)
    expect(files.flatMap(file => complaintsIn(file, readFileSync(join(root, file), 'utf8')))).toEqual([])
  },
)

test.each(['src', 'laws'])('every file of %s begins with what it is about', folder => {
  const headless = filesIn(folder)
    .filter(file => file.endsWith('.ts'))
    .filter(
      file => !/^\/\*\*\n \* (?:.*\n)+? \* @module\n \*\/\n/.test(readFileSync(join(root, file), 'utf8')),
    )
  expect(headless).toEqual([])
})

test.each(['README.md', 'CONTRIBUTING.md'])('%s is, too', file => {
  expect(complaintsIn(file, readFileSync(join(root, file), 'utf8'))).toEqual([])
})

test('a phrase is found, with its line and what to say', () => {
  expect(complaintsIn('a.ts', 'const x = 1\n/** The rate; 0.1 unless told. */')).toEqual([
    "a.ts:2: 'unless told'. Say instead: defaults to …, by default.",
  ])
  expect(complaintsIn('a.ts', '/**\n * What an engine is.')).toEqual([
    "a.ts:1: 'What'. Say instead: a header that begins with a noun.",
  ])
  expect(complaintsIn('a.ts', 'Value 300 is no u8.\nThere is no row.\nIt is no longer so.')).toEqual([
    "a.ts:1: 'is no u'. Say instead: is not a ….",
  ])
})

import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root, snippets } from '../snippets.ts'

// What users get: the declarations that the package is built with, and programs beside them that import it by name.

/** The compiler that the project is built with, as a program. */
export const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')

/** Runs the compiler that the project is built with; gives what it says, errors or none. */
export const runCompiler = async (...args: readonly string[]): Promise<string> => {
  try {
    return (await promisify(execFile)(process.execPath, [tsc, ...args], { cwd: root, maxBuffer: 2 ** 26 }))
      .stdout
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string }
    if (stdout === '') throw new Error(stderr)
    return stdout
  }
}

const here = import.meta.dirname
const options = {
  target: 'es2022',
  lib: ['es2022'],
  module: 'nodenext',
  moduleDetection: 'force',
  types: ['node'],
  typeRoots: [join(root, 'node_modules', '@types')],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
}

export interface Mistake {
  readonly file: string
  /** What must be said of it within three lines. */
  readonly sentence: string
}

/** The programs in bad/: each is one mistake, and its first line says what the compiler must say about it. */
export const mistakes: readonly Mistake[] = readdirSync(join(here, 'bad'))
  .filter(file => file.endsWith('.ts'))
  .map(file => {
    const [first] = readFileSync(join(here, 'bad', file), 'utf8').split('\n')
    const found = /^\/\/ expect: (.+)$/.exec(first ?? '')
    if (found?.[1] === undefined) throw new Error(`${file} does not say what it expects in its first line`)
    return { file, sentence: found[1] }
  })

/** Builds the declarations into a folder of this name under out/, with all programs beside them. */
export const strangersFolder = async (name: string): Promise<string> => {
  const folder = join(root, 'out', name)
  const installed = join(folder, 'node_modules', 'pullback')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'snippets'), { recursive: true })
  mkdirSync(installed, { recursive: true })
  const declarations = ['--emitDeclarationOnly', '--sourceMap', 'false', '--inlineSources', 'false']
  await runCompiler('-p', 'tsconfig.build.json', '--outDir', join(installed, 'dist'), ...declarations)
  cpSync(join(root, 'package.json'), join(installed, 'package.json'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }')
  for (const { file, code } of snippets) writeFileSync(join(folder, 'snippets', file), `${code}export {}\n`)
  for (const part of ['bad', 'good', 'cost', 'hover.ts', 'equal.ts'])
    cpSync(join(here, part), join(folder, 'types', part), { recursive: true })
  const configure = (part: string, include: readonly string[]): void =>
    writeFileSync(join(folder, part, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include }))
  configure('.', ['snippets/*.ts', 'types/good/*.ts', 'types/bad/*.ts'])
  for (const program of ['one', 'twelve', 'images']) configure(join('types', 'cost', program), ['*.ts'])
  return folder
}

interface LanguageService {
  readonly getQuickInfoAtPosition: (
    file: string,
    position: number,
  ) => { readonly displayParts: readonly { readonly text: string }[] } | undefined
}

interface Program {
  readonly getInstantiationCount: () => number
}

/** What is used of a compiler's interface, which releases before 7 have. */
export interface Compiler {
  readonly version: string
  readonly createCompilerHost: (options: object) => object
  readonly createProgram: (roots: readonly string[], options: object, host?: object, old?: Program) => Program
  readonly convertCompilerOptionsFromJson: (json: object, folder: string) => { readonly options: object }
  readonly getPreEmitDiagnostics: (program: Program) => readonly object[]
  readonly sys: object
  readonly ScriptSnapshot: { readonly fromString: (text: string) => object }
  readonly getDefaultLibFilePath: (options: object) => string
  readonly createLanguageService: (host: object) => LanguageService
  readonly formatDiagnostics: (diagnostics: readonly object[], host: object) => string
}

export const compilerNamed = (name: string): Compiler => createRequire(import.meta.url)(name)

const programsUnder = (folder: string, part: string): readonly string[] =>
  readdirSync(join(folder, part), { withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => join(folder, part, entry.name))

/** A compiler in a folder: reads what does not change once for all programs that it is asked about. */
export const checker = (compiler: Compiler, folder: string) => {
  const { options: converted } = compiler.convertCompilerOptionsFromJson(options, folder)
  const host = compiler.createCompilerHost(converted)
  let last: Program | undefined
  return (...parts: readonly string[]): { readonly output: string; readonly instantiations: number } => {
    const roots = parts.flatMap(part => programsUnder(folder, part))
    last = compiler.createProgram(roots, converted, host, last)
    const output = compiler.formatDiagnostics(compiler.getPreEmitDiagnostics(last), host)
    return { output, instantiations: last.getInstantiationCount() }
  }
}

/** What an editor shows in a folder over a name of a program, by its first occurrence. */
export const hoverIn = (compiler: Compiler, folder: string, program: string): ((name: string) => string) => {
  const { options: converted } = compiler.convertCompilerOptionsFromJson(options, folder)
  const file = join(folder, program)
  const service = compiler.createLanguageService({
    ...compiler.sys,
    useCaseSensitiveFileNames: () => true,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path: string) =>
      existsSync(path) ? compiler.ScriptSnapshot.fromString(readFileSync(path, 'utf8')) : undefined,
    getCurrentDirectory: () => folder,
    getCompilationSettings: () => converted,
    getDefaultLibFileName: compiler.getDefaultLibFilePath,
  })
  const text = readFileSync(file, 'utf8')
  return name => {
    const shown = service.getQuickInfoAtPosition(file, text.indexOf(`const ${name}`) + 'const '.length)
    return (shown?.displayParts ?? []).map(part => part.text).join('')
  }
}

// A program of its own: takes orders from the process that forked it, one at a time, and sets them as PDF/UA-1.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { charactersOf } from './font-characters.js';
import { Printable } from './printable.js';
import type { TypesetAnswer, TypesetOrder } from './typesetter.js';

/** The part of the compiler that is used here. It is native: one package a platform, each optional. */
interface Compiler {
  compile(source: { mainFileContent: string; inputs: Record<string, string> }): {
    readonly result: unknown;
    takeError(): { readonly shortDiagnostics: readonly { readonly message: string }[] } | null;
  };
  pdf(document: unknown, options: { pdfStandard: string }): Buffer;
  evictCache(age: number): void;
}
interface CompilerPackage {
  NodeCompiler: { create(options: { workspace: string; fontArgs: { fontPaths: string[] }[] }): Compiler };
}

const FACES = ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'];

/** Stands before every template. Missing glyphs are seen to before; without `fallback: false` a serif would step in silently. */
const PRELUDE = `#let data = json(bytes(sys.inputs.data))
#let boxes = int(sys.inputs.boxes)
#set document(title: sys.inputs.title, date: none)
#set text(font: "Arimo", fallback: false, lang: sys.inputs.lang, region: sys.inputs.region)
`;

const packages = createRequire(import.meta.url);

/** Debian's and Alpine's C libraries need different builds; the report of Node names glibc when that is the one. */
function compilerPackage(): string {
  const stem = '@myriaddreamin/typst-ts-node-compiler';
  const { platform, arch } = process;
  if (platform === 'darwin') return `${stem}-darwin-${arch}`;
  if (platform === 'win32') return `${stem}-win32-${arch}-msvc`;
  const header = (process.report.getReport() as { header: { glibcVersionRuntime?: string } }).header;
  return `${stem}-${platform}-${arch}-${header.glibcVersionRuntime === undefined ? 'musl' : 'gnu'}`;
}

function prepare(): { compiler: Compiler; printable: Printable } {
  const faces = dirname(packages.resolve('@expo-google-fonts/arimo/package.json'));
  const characters = FACES.map((face) => charactersOf(readFileSync(join(faces, face, `Arimo_${face}.ttf`))));
  const { NodeCompiler } = packages(compilerPackage()) as CompilerPackage;
  const empty = mkdtempSync(join(tmpdir(), 'turnstone-typeset-'));
  const fontPaths = FACES.map((face) => join(faces, face));
  const compiler = NodeCompiler.create({ workspace: empty, fontArgs: [{ fontPaths }] });
  // The folder that templates may read in is not even there: a program that gets killed could not take it away later.
  rmSync(empty, { recursive: true });
  const printable = new Printable((character) => characters.every((face) => face.has(character)));
  // A release that does not know the standard would write untagged pages: it must not pass for one that does.
  const trial = set(compiler, printable, { template: 'Ready', data: null, title: 'Ready', language: 'en-GB' });
  if ('failed' in trial) throw new Error(trial.failed);
  return { compiler, printable };
}

function set(
  compiler: Compiler,
  printable: Printable,
  order: TypesetOrder,
): { readonly pdf: Uint8Array } | { readonly failed: string } {
  const { value, boxes } = printable.all({ data: order.data, title: order.title });
  const { data, title } = value as { data: unknown; title: string };
  const [lang = '', region = ''] = order.language.split('-');
  try {
    const compiled = compiler.compile({
      mainFileContent: PRELUDE + order.template,
      inputs: { data: JSON.stringify(data ?? null), title, lang, region, boxes: String(boxes) },
    });
    if (compiled.result === null)
      return { failed: (compiled.takeError()?.shortDiagnostics ?? []).map(({ message }) => message).join('; ') };
    return { pdf: compiler.pdf(compiled.result, { pdfStandard: 'ua-1' }) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  } finally {
    // What the latest ten documents did not use is forgotten: the memory of a program that runs for months stays level.
    compiler.evictCache(10);
  }
}

const answer = (said: TypesetAnswer): void => void process.send?.(said);

// Ctrl-C reaches every process of the terminal. This one ends when the process that forked it has gone or kills it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());

try {
  const { compiler, printable } = prepare();
  process.on('message', (order: TypesetOrder) => answer(set(compiler, printable, order)));
} catch (error) {
  answer({ unable: error instanceof Error ? error.message : String(error) });
}

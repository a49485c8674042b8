import { strFromU8, unzipSync } from 'fflate';

/** A sheet as it stands in the file: values by cell (`A1`), and whether anything could run or is merged. */
export interface ReadSheet {
  readonly name: string;
  readonly cells: Readonly<Record<string, string | number>>;
  readonly formulas: number;
  readonly merged: number;
}

/** Reads an XLSX file of ours back from its XML, for specs. */
export function readSpreadsheet(file: Uint8Array): readonly ReadSheet[] {
  const parts = unzipSync(file);
  const part = (path: string): string => strFromU8(parts[path] ?? new Uint8Array());
  const shared = [...part('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, item]) => textIn(item ?? ''));
  const names = [...part('xl/workbook.xml').matchAll(/<sheet [^>]*\bname="([^"]*)"/g)].map(([, name]) =>
    plain(name ?? ''),
  );
  return names.map((name, i) => {
    const xml = part(`xl/worksheets/sheet${i + 1}.xml`);
    const cells: Record<string, string | number> = {};
    for (const [, attributes = '', inner = ''] of xml.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const at = /\br="([A-Z]+\d+)"/.exec(attributes)?.[1] ?? '';
      const type = /\bt="(\w+)"/.exec(attributes)?.[1] ?? 'n';
      const value = /<v>(.*?)<\/v>/s.exec(inner)?.[1];
      if (type === 's' && value !== undefined) cells[at] = shared[Number(value)] ?? '';
      else if (type === 'inlineStr') cells[at] = textIn(inner);
      else if (value !== undefined) cells[at] = type === 'n' ? Number(value) : plain(value);
    }
    return {
      name,
      cells,
      formulas: [...xml.matchAll(/<f[ >/]/g)].length,
      merged: [...xml.matchAll(/<mergeCell /g)].length,
    };
  });
}

const textIn = (xml: string): string =>
  [...xml.matchAll(/<t(?: [^>]*)?>(.*?)<\/t>/gs)].map(([, text]) => plain(text ?? '')).join('');

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plain = (xml: string): string =>
  xml
    .replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) =>
      name.startsWith('#')
        ? String.fromCodePoint(name[1] === 'x' ? parseInt(name.slice(2), 16) : Number(name.slice(1)))
        : (entities[name] ?? whole),
    )
    .replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

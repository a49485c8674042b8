import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ObservationStatus, sectionContent } from '@turnstone/contract';
import { checkAgenda, totalMinutes, type Tool } from '@turnstone/assessments-rules';
import { readToolPack } from '@turnstone/assessments-server';
import {
  AreaRow,
  DemoWorkshopsPack,
  FormatsPack,
  IndicatorPack,
  PlacePack,
  PlatformPack,
  PromptsPack,
  figureColumns,
} from '@turnstone/contract/packs';
import { parsePeriod, type Period } from '@turnstone/indicators-rules';
import { CsvError, parse as parseCsv } from 'csv-parse/sync';
import { LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { ContentProblem } from './content-problem.js';

export interface Figure {
  readonly areaCode: string;
  readonly sex: string;
  readonly age: string;
  readonly categoryType: string;
  readonly category: string;
  readonly period: Period;
  readonly status: z.infer<typeof ObservationStatus>;
  readonly value: number | null;
  readonly lower95: number | null;
  readonly upper95: number | null;
  readonly lower998: number | null;
  readonly upper998: number | null;
  readonly count: number | null;
  readonly denominator: number | null;
  readonly note: string;
}

export interface IndicatorWithFigures {
  readonly name: string;
  readonly pack: IndicatorPack;
  readonly figures: readonly Figure[];
}

export interface DemoPack {
  /** Each place after the one that it stands in. */
  readonly places: readonly PlacePack[];
  readonly administrators: PlatformPack['administrators'];
  readonly indicators: readonly IndicatorWithFigures[];
}

/** Reads the register of areas from `folder`/areas/areas.csv, or throws a ContentProblem that names every bad line. */
export function readAreas(folder: string): AreaRow[] {
  const file = new PackFile(folder, 'areas/areas.csv');
  const rows = file.csv(Object.keys(AreaRow.shape));
  const areas = new Map<string, AreaRow>();
  for (const { line, cells } of rows) {
    const area = file.check(AreaRow, cells, (path) => `line ${line}, ${path.join('.')}`);
    if (!area) continue;
    if (areas.has(area.code)) file.problem(`line ${line}, code`, `${area.code} stands in the register twice.`);
    areas.set(area.code, area);
  }
  for (const { line, cells } of rows) {
    const code = cells['replaced_by'];
    if (code && !areas.has(code)) file.problem(`line ${line}, replaced_by`, `${code} is not in the register.`);
  }
  throwIfAny(file.problems);
  return [...areas.values()];
}

/** A version of a tool of the toolkit, with the file that holds it. */
export interface ToolInPack {
  readonly file: string;
  readonly tool: Tool;
}

/** Reads the tools of `folder`/tools/<id>/<version>.yaml: each file is named after the id and the version that it holds. */
export function readTools(folder: string): ToolInPack[] {
  const problems: string[] = [];
  const tools: ToolInPack[] = [];
  for (const id of folderNames(join(folder, 'tools'))) {
    for (const name of packNames(join(folder, 'tools', id))) {
      const file = new PackFile(folder, `tools/${id}/${name}.yaml`);
      const read = readToolPack(file.text);
      if (!read.ok) {
        for (const { line, path, reason } of read.messages)
          file.problem([line === null ? [] : [`line ${line}`], path === '' ? [] : [path]].flat().join(', '), reason);
      } else if (read.tool.id !== id || String(read.tool.version) !== name) {
        file.problem(
          '',
          `Version ${read.tool.version} of “${read.tool.id}” belongs into tools/${read.tool.id}/${read.tool.version}.yaml.`,
        );
      } else tools.push({ file: `content/tools/${id}/${name}.yaml`, tool: read.tool });
      problems.push(...file.problems);
    }
  }
  throwIfAny(problems);
  return tools.toSorted((a, b) => a.tool.version - b.tool.version);
}

/** Looks through `folder`/workshops: prompts that can be told apart, and formats whose time adds up. The programs read them themselves. */
export function checkWorkshops(folder: string): FormatsPack['formats'] {
  const prompts = new PackFile(folder, 'workshops/prompts.yaml');
  prompts.checkOnce(['prompts'], prompts.yaml(PromptsPack)?.prompts.map(({ id }) => id) ?? []);
  const formats = new PackFile(folder, 'workshops/formats.yaml');
  const pack = formats.yaml(FormatsPack);
  formats.checkOnce(['formats'], pack?.formats.map(({ id }) => id) ?? []);
  pack?.formats.forEach(({ minutes, stages }, index) => {
    const checked = checkAgenda(stages);
    if (!checked.ok) formats.problemAt(['formats', index, 'stages'], checked.reason);
    const total = totalMinutes(stages);
    if (total !== minutes)
      formats.problemAt(
        ['formats', index, 'minutes'],
        `The stages take ${total} minutes together, and this says ${minutes}.`,
      );
  });
  throwIfAny([...prompts.problems, ...formats.problems]);
  return pack!.formats;
}

/** Reads what the demo places have assessed, `folder`/demo/workshops/<slug of a place>.yaml, every cross-reference checked. */
export function readDemoWorkshops(
  folder: string,
  demo: DemoPack,
  tools: readonly ToolInPack[],
  formats: FormatsPack['formats'],
): DemoWorkshopsPack[] {
  const within = join(folder, 'demo/workshops');
  const files = (existsSync(within) ? packNames(within) : []).map((name) => {
    const file = new PackFile(folder, `demo/workshops/${name}.yaml`);
    const pack = file.yaml(DemoWorkshopsPack);
    if (pack && pack.place !== name) file.problemAt(['place'], `The file of “${pack.place}” is named after it.`);
    if (pack && !demo.places.some(({ place }) => place.slug === pack.place))
      file.problemAt(['place'], `There is no places/${pack.place}.yaml.`);
    pack?.workshops.forEach((workshop, index) => checkWorkshop(file, ['workshops', index], workshop, tools, formats));
    if (pack?.open_assessment) checkAnswers(file, ['open_assessment'], pack.open_assessment, tools);
    return { file, pack };
  });
  throwIfAny(files.flatMap(({ file }) => file.problems));
  return files.map(({ pack }) => pack!);
}

function checkWorkshop(
  file: PackFile,
  at: Path,
  workshop: DemoWorkshopsPack['workshops'][number],
  tools: readonly ToolInPack[],
  formats: FormatsPack['formats'],
): void {
  if (!formats.some(({ id }) => id === workshop.format))
    file.problemAt([...at, 'format'], `There is no format “${workshop.format}”.`);
  const domains = checkAnswers(file, at, workshop, tools);
  workshop.people.forEach(({ table, votes }, index) => {
    if (table > workshop.tables) file.problemAt([...at, 'people', index, 'table'], `There is no table ${table}.`);
    for (const vote of votes)
      if (!workshop.priorities[vote - 1])
        file.problemAt([...at, 'people', index, 'votes'], `There is no priority ${vote}.`);
  });
  workshop.table_scores.forEach(({ table, levels, reasons }, index) => {
    if (table > workshop.tables) file.problemAt([...at, 'table_scores', index, 'table'], `There is no table ${table}.`);
    if (levels.length !== domains.length)
      file.problemAt(
        [...at, 'table_scores', index, 'levels'],
        `There are ${domains.length} domains, not ${levels.length}.`,
      );
    checkDomains(file, [...at, 'table_scores', index, 'reasons'], Object.keys(reasons), domains);
  });
  checkDomains(file, [...at, 'results'], Object.keys(workshop.results), domains);
  for (const list of ['priorities', 'actions'] as const)
    workshop[list].forEach(({ domain }, index) => checkDomains(file, [...at, list, index], [domain], domains));
}

/** Answers the domains of the tool that was used; none when there is no such tool, which is said. */
function checkAnswers(
  file: PackFile,
  at: Path,
  of: Pick<DemoWorkshopsPack['workshops'][number], 'tool'> & {
    readonly people: readonly { answers: readonly unknown[] }[];
  },
  tools: readonly ToolInPack[],
): string[] {
  const found = tools.find(({ tool }) => tool.id === of.tool.id && tool.version === of.tool.version);
  if (!found) file.problemAt([...at, 'tool'], `There is no tools/${of.tool.id}/${of.tool.version}.yaml.`);
  const domains = found?.tool.domains.map(({ id }) => id) ?? [];
  of.people.forEach(({ answers }, index) => {
    if (found && answers.length > domains.length)
      file.problemAt(
        [...at, 'people', index, 'answers'],
        `The tool has ${domains.length} domains, not ${answers.length}.`,
      );
  });
  return domains;
}

function checkDomains(file: PackFile, at: Path, named: readonly string[], domains: readonly string[]): void {
  for (const domain of named)
    if (domains.length > 0 && !domains.includes(domain))
      file.problemAt([...at, domain], 'The tool has no such domain.');
}

/** Reads the demo places of `folder`/demo with their indicators and figures, every cross-reference checked. */
export function readDemo(folder: string, areaCodes: ReadonlySet<string>): DemoPack {
  const problems: string[] = [];
  const indicators = new Map<string, IndicatorWithFigures>();
  for (const name of packNames(join(folder, 'demo/indicators'))) {
    const definition = new PackFile(folder, `demo/indicators/${name}.yaml`);
    const pack = definition.yaml(IndicatorPack);
    problems.push(...definition.problems);
    if (!pack) continue;
    const sheet = new PackFile(folder, `demo/indicators/${name}.csv`);
    const figures = readFigures(sheet, pack, areaCodes);
    problems.push(...sheet.problems);
    indicators.set(name, { name, pack, figures });
  }
  const sheets = packNames(join(folder, 'demo/places')).map((name) => {
    const file = new PackFile(folder, `demo/places/${name}.yaml`);
    return { name, file, pack: file.yaml(PlacePack) };
  });
  const known = new Map(sheets.flatMap(({ pack }) => (pack ? [[pack.place.slug, pack]] : [])));
  for (const { name, file, pack } of sheets) {
    if (!pack) continue;
    if (pack.place.slug !== name)
      file.problemAt(['place', 'slug'], `The file of “${pack.place.slug}” is named after it.`);
    checkPlace(file, pack, areaCodes);
    // What another file says can only be compared when it could be read.
    if (known.size === sheets.length) checkAround(file, pack, known);
    if (problems.length === 0) checkIndicators(file, pack, indicators);
  }
  const file = new PackFile(folder, 'demo/platform.yaml');
  const platform = file.yaml(PlatformPack);
  const everybody = [...[...known.values()].flatMap(({ people }) => people), ...(platform?.administrators ?? [])];
  const addresses = everybody.map(({ email }) => email.toLowerCase());
  const twice = addresses.find((address, index) => addresses.indexOf(address) < index);
  if (twice !== undefined) file.problem('', `Two people of the demo have the address ${twice}.`);
  throwIfAny([...problems, ...sheets.flatMap((sheet) => sheet.file.problems), ...file.problems]);
  return {
    places: parentsFirst([...known.values()]),
    administrators: platform!.administrators,
    indicators: [...indicators.values()],
  };
}

function parentsFirst(packs: readonly PlacePack[]): PlacePack[] {
  return packs.toSorted((a, b) => above(a, packs).length - above(b, packs).length);
}

/** The slugs of the places above, the nearest first. Ends where a place is above itself. */
function above({ place }: PlacePack, packs: Iterable<PlacePack>): string[] {
  const parentOf = new Map([...packs].map((pack) => [pack.place.slug, pack.place.within]));
  const found: string[] = [];
  for (let next = place.within; next && !found.includes(next); next = parentOf.get(next) ?? null) found.push(next);
  return found;
}

function packNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'))
    .sort();
}

function folderNames(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

const NUMBER = /^-?\d+(\.\d+)?$/;
const numberColumns = ['value', 'lower95', 'upper95', 'lower998', 'upper998', 'count', 'denominator'] as const;

function readFigures(file: PackFile, pack: IndicatorPack, areaCodes: ReadonlySet<string>): Figure[] {
  const figures: Figure[] = [];
  const seen = new Map<string, number>();
  for (const { line, cells } of file.csv(figureColumns)) {
    const at = (column: string) => `line ${line}, ${column}`;
    const cell = (column: string) => cells[column] ?? '';
    const before = file.problems.length;

    if (!areaCodes.has(cell('area_code')))
      file.problem(at('area_code'), `“${cell('area_code')}” is not in the register of areas.`);
    if (cell('sex') === '') file.problem(at('sex'), 'This is blank: write Persons, Male or Female.');
    const parsed = parsePeriod(cell('period'), { splitYear: pack.split_year });
    if (!parsed.ok) file.problem(at('period'), `${parsed.reason}.`);
    const status = ObservationStatus.safeParse(cell('status'));
    if (!status.success) {
      file.problem(at('status'), `“${cell('status')}” is none of: ${ObservationStatus.options.join(', ')}.`);
    } else if ((status.data === 'given') !== (cell('value') !== '')) {
      file.problem(at('value'), `A figure has a value exactly when its status is “given”.`);
    }
    for (const column of numberColumns) {
      if (cell(column) !== '' && !NUMBER.test(cell(column)))
        file.problem(at(column), `“${cell(column)}” is not a number.`);
    }
    if (file.problems.length > before || !parsed.ok || !status.success) continue;

    const number = (column: string) => (cell(column) === '' ? null : Number(cell(column)));
    const figure: Figure = {
      areaCode: cell('area_code'),
      sex: cell('sex'),
      age: cell('age'),
      categoryType: cell('category_type'),
      category: cell('category'),
      period: parsed.period,
      status: status.data,
      value: number('value'),
      lower95: number('lower95'),
      upper95: number('upper95'),
      lower998: number('lower998'),
      upper998: number('upper998'),
      count: number('count'),
      denominator: number('denominator'),
      note: cell('note'),
    };
    checkOrder(figure, (column, sentence) => file.problem(at(column), sentence));
    const key = `${seriesKey(figure)}|${figure.period.key}`;
    const first = seen.get(key);
    if (first !== undefined) file.problem(at('period'), `The same figure stands in line ${first}.`);
    seen.set(key, line);
    figures.push(figure);
  }
  return figures;
}

function checkOrder(figure: Figure, problem: (column: string, sentence: string) => void): void {
  const pairs = [
    ['lower95', 'value'],
    ['value', 'upper95'],
    ['lower998', 'lower95'],
    ['upper95', 'upper998'],
  ] as const;
  for (const [low, high] of pairs) {
    const [a, b] = [figure[low], figure[high]];
    if (a !== null && b !== null && a > b) problem(low, `${low} (${a}) is above ${high} (${b}).`);
  }
}

export const seriesKey = (cut: Pick<Figure, 'areaCode' | 'sex' | 'age' | 'categoryType' | 'category'>): string =>
  [cut.areaCode, cut.sex, cut.age, cut.categoryType, cut.category].join('|');

function checkPlace(file: PackFile, pack: PlacePack, areaCodes: ReadonlySet<string>): void {
  const organisations = new Set(pack.organisations.map((organisation) => organisation.name));
  const { area_code } = pack.place;
  if (area_code !== null && !areaCodes.has(area_code)) {
    file.problemAt(['place', 'area_code'], `“${area_code}” is not in the register of areas.`);
  }
  file.checkOnce(
    ['people'],
    pack.people.map((person) => person.name),
  );
  file.checkOnce(
    ['also_here'],
    pack.also_here.map((person) => person.name),
  );
  file.checkOnce(
    ['outcomes'],
    pack.outcomes.map((outcome) => outcome.slug),
  );
  for (const list of ['people', 'also_here'] as const) {
    pack[list].forEach((person, index) => {
      if (person.organisation === null || organisations.has(person.organisation)) return;
      file.problemAt([list, index, 'organisation'], `“${person.organisation}” is not one of the organisations.`);
    });
  }
  const workstreams = pack.workstreams.map((workstream) => workstream.name);
  file.checkOnce(['workstreams'], workstreams);
  const leads = pack.people.filter((person) => person.role === 'workstream lead');
  pack.workstreams.forEach((workstream, index) => {
    for (const name of workstream.leads) {
      if (leads.some((person) => person.name === name)) continue;
      file.problemAt(['workstreams', index, 'leads'], `“${name}” is not a workstream lead of this place.`);
    }
  });
  pack.outcomes.forEach((outcome, index) => {
    const at = (...rest: (string | number)[]) => ['outcomes', index, ...rest];
    if (outcome.workstream !== null && !workstreams.includes(outcome.workstream)) {
      file.problemAt(at('workstream'), `“${outcome.workstream}” is not one of the workstreams.`);
    }
    // A card from a pack keeps to the limits of a card that is written on the page.
    file.checkAt(sectionContent['desired outcome'], { statement: outcome.statement }, at());
    const actions = outcome.actions.map((action) => ({
      title: action.title,
      leadOrganisation: action.lead_organisation,
      leadPerson: action.lead_person,
      dueOn: action.due_on,
      status: action.status,
      note: action.note,
    }));
    file.checkAt(sectionContent['summary of actions'].shape.records, actions, at('actions'));
    outcome.actions.forEach((action, n) => {
      if (action.lead_organisation !== '' && !organisations.has(action.lead_organisation)) {
        file.problemAt(
          at('actions', n, 'lead_organisation'),
          `“${action.lead_organisation}” is not one of the organisations.`,
        );
      }
    });
  });
}

/** What a place says of other places: where it stands, to whom it is open, and who comes from there. */
function checkAround(file: PackFile, pack: PlacePack, known: ReadonlyMap<string, PlacePack>): void {
  const { slug, within, opened_to } = pack.place;
  if (within !== null && !known.has(within)) file.problemAt(['place', 'within'], `There is no places/${within}.yaml.`);
  const over = above(pack, known.values());
  if (over.includes(slug)) file.problemAt(['place', 'within'], `${pack.place.name} would stand in itself.`);
  opened_to.forEach((other, index) => {
    const otherPack = known.get(other);
    if (otherPack && (over.includes(other) || above(otherPack, known.values()).includes(slug))) return;
    file.problemAt(['place', 'opened_to', index], `“${other}” stands neither above nor below ${pack.place.name}.`);
  });
  pack.also_here.forEach((guest, index) => {
    if (guest.of !== slug && known.get(guest.of)?.people.some((person) => person.name === guest.name)) return;
    file.problemAt(['also_here', index], `places/${guest.of}.yaml introduces nobody called “${guest.name}”.`);
  });
}

function checkIndicators(file: PackFile, pack: PlacePack, known: ReadonlyMap<string, IndicatorWithFigures>): void {
  pack.other_indicators.forEach((name, index) => {
    if (!known.has(name)) file.problemAt(['other_indicators', index], `There is no indicators/${name}.yaml.`);
  });
  const frozen = new Map<string, string>();
  pack.outcomes.forEach((outcome, index) => {
    const headlines = outcome.indicators.filter((indicator) => indicator.role === 'headline').length;
    if (headlines > 3)
      file.problemAt(
        ['outcomes', index, 'indicators'],
        `${headlines} headline indicators are too many for one page: three at most.`,
      );
    outcome.indicators.forEach((chosen, n) => {
      const at = (...rest: string[]) => ['outcomes', index, 'indicators', n, ...rest];
      const indicator = known.get(chosen.indicator);
      if (!indicator) {
        file.problemAt(at('indicator'), `There is no indicators/${chosen.indicator}.yaml.`);
        return;
      }
      const key = seriesKey({
        areaCode: chosen.area_code,
        sex: chosen.sex,
        age: chosen.age,
        categoryType: '',
        category: '',
      });
      const figures = indicator.figures.filter((figure) => seriesKey(figure) === key);
      if (figures.length === 0) {
        file.problemAt(
          at(),
          `indicators/${chosen.indicator}.csv has no figures for ${chosen.area_code}, ${chosen.sex}, ${chosen.age}.`,
        );
        return;
      }
      if (chosen.baseline === null) return;
      const parsed = parsePeriod(chosen.baseline.frozen_at, { splitYear: indicator.pack.split_year });
      if (!parsed.ok) file.problemAt(at('baseline', 'frozen_at'), `${parsed.reason}.`);
      else if (!figures.some((figure) => figure.period.key === parsed.period.key)) {
        file.problemAt(
          at('baseline', 'frozen_at'),
          `indicators/${chosen.indicator}.csv has no figure for ${chosen.baseline.frozen_at}.`,
        );
      }
      const series = `${chosen.indicator}|${key}`;
      const other = frozen.get(series) ?? chosen.baseline.frozen_at;
      if (other !== chosen.baseline.frozen_at) {
        file.problemAt(
          at('baseline', 'frozen_at'),
          `Another card freezes the same series at ${other}: a series has one baseline.`,
        );
      }
      frozen.set(series, other);
    });
  });
}

type Path = readonly (string | number)[];
type Json = unknown;

/** One file of a pack: reads it and collects what is wrong with it, sentence by sentence. */
class PackFile {
  readonly problems: string[] = [];
  readonly #text: string;
  #lineOf: (path: Path) => number | undefined = () => undefined;

  constructor(
    folder: string,
    private readonly name: string,
  ) {
    this.#text = this.#read(join(folder, name));
  }

  get text(): string {
    return this.#text;
  }

  #read(path: string): string {
    try {
      return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    } catch {
      throw new ContentProblem([`content/${this.name}: this file is missing or cannot be read.`]);
    }
  }

  problem(where: string, sentence: string): void {
    this.problems.push(`content/${this.name}${where === '' ? '' : `, ${where}`}: ${sentence}`);
  }

  problemAt(path: Path, sentence: string): void {
    const line = this.#lineOf(path);
    const where = [line === undefined ? [] : [`line ${line}`], path.length === 0 ? [] : [path.join('.')]].flat();
    this.problem(where.join(', '), sentence);
  }

  checkOnce(path: Path, names: readonly string[]): void {
    names.forEach((name, index) => {
      if (names.indexOf(name) < index) this.problemAt([...path, index], `“${name}” stands here twice.`);
    });
  }

  check<Schema extends z.core.$ZodType>(
    schema: Schema,
    value: Json,
    where: (path: Path) => string,
  ): z.infer<Schema> | undefined {
    const checked = z.safeParse(schema, value);
    if (checked.success) return checked.data;
    for (const issue of checked.error.issues) this.problem(where(issue.path as Path), plain(issue));
    return undefined;
  }

  checkAt<Schema extends z.core.$ZodType>(schema: Schema, value: Json, at: Path): z.infer<Schema> | undefined {
    const checked = z.safeParse(schema, value);
    if (checked.success) return checked.data;
    for (const issue of checked.error.issues) this.problemAt([...at, ...(issue.path as Path)], plain(issue));
    return undefined;
  }

  yaml<Schema extends z.core.$ZodType>(schema: Schema): z.infer<Schema> | undefined {
    const lines = new LineCounter();
    const document = parseDocument(this.#text, { lineCounter: lines, prettyErrors: false });
    const [error] = document.errors;
    if (error) {
      this.problem(`line ${lines.linePos(error.pos[0]).line}`, `This is not YAML as we read it: ${error.message}.`);
      return undefined;
    }
    this.#lineOf = (path) => {
      // What is missing has no line of its own: the nearest thing around it has.
      for (let depth = path.length; depth > 0; depth -= 1) {
        const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
        if (node?.range) return lines.linePos(node.range[0]).line;
      }
      return undefined;
    };
    return this.checkAt(schema, document.toJS(), []);
  }

  csv(columns: readonly string[]): { line: number; cells: Record<string, string> }[] {
    let rows: { record: string[]; info: { lines: number } }[];
    try {
      // `info` adds the line to each row; the declared type of the parser does not know that.
      rows = parseCsv(this.#text, { info: true }) as unknown as typeof rows;
    } catch (error) {
      const line = error instanceof CsvError ? String(error['lines']) : '?';
      this.problem(`line ${line}`, `This row does not have the ${columns.length} cells of the header.`);
      return [];
    }
    const [header, ...body] = rows;
    if (header?.record.join() !== columns.join()) {
      this.problem('line 1', `The columns must be: ${columns.join(', ')}.`);
      return [];
    }
    return body.map(({ record, info }) => ({
      line: info.lines,
      cells: Object.fromEntries(columns.map((column, index) => [column, (record[index] ?? '').trim()])),
    }));
  }
}

function plain(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `We do not know ${issue.keys.map((key) => `“${key}”`).join(', ')} here.`;
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? 'This is missing.' : `This must be a ${issue.expected}.`;
    case 'invalid_value':
      return `This must be one of: ${issue.values.join(', ')}.`;
    default:
      return `${issue.message}.`;
  }
}

function throwIfAny(problems: readonly string[]): void {
  if (problems.length > 0) throw new ContentProblem(problems);
}

import type { Spreadsheet, SpreadsheetCell } from '@turnstone/platform';
import type { CollationSheet, PaperConsensus } from './collation-sheet.js';
import type { WorkshopRecord } from './workshop-record.js';

/** Marks of the government's guidance on symbols in statistics: each says why there is no figure. */
const NOT_SHOWN = '[c]';
const NONE_THERE = '[z]';

/** The collation sheet as a spreadsheet: a row a domain, so that it can be sorted and filtered; priorities and actions beside it. */
export function collationSheetAsSpreadsheet(
  sheet: CollationSheet,
  { actions, methods }: Pick<WorkshopRecord, 'actions' | 'methods'>,
): Spreadsheet {
  const about = `${sheet.assessment}, ${sheet.place}, ${sheet.date}`;
  const grouped = sheet.domains.some(({ group }) => group !== null);
  return {
    title: `Collation sheet: ${about}`,
    notes: [
      `${sheet.tool}. About: ${sheet.scope}. Round: ${sheet.round}. Answered by: ${sheet.people}.`,
      `${NOT_SHOWN} means not shown, so that nobody’s answer can be worked out. ${NONE_THERE} means that there is nothing to say here. 0 means that nobody said it.`,
      'The consensus is what the room agreed in talking; nobody works it out from the counts. Levels are never averaged.',
      ...(sheet.withheld.length === 0
        ? ['Nothing is kept back.']
        : sheet.withheld.map((sentence) => `Not shown: ${sentence}`)),
      ...methods.map(({ name, words }) => `${name}: ${words}`),
      `Source of the tool: ${sheet.source}`,
    ],
    sheets: [
      {
        name: 'Collation',
        title: `How many people said which level: ${about}`,
        columns: [
          'Domain',
          ...(grouped ? ['Group'] : []),
          ...sheet.levels.map(({ level, name }) => `${name} (${level})`),
          'I don’t know, or skipped',
          'Median of those who gave a level',
          'Consensus (1 to 4)',
          'Consensus in words',
        ],
        rows: sheet.domains.map((domain) => [
          domain.name,
          ...(grouped ? [domain.group ?? NONE_THERE] : []),
          ...(domain.counts ?? sheet.levels.map(() => NOT_SHOWN)),
          domain.withoutLevel ?? NOT_SHOWN,
          domain.median === null ? (domain.counts === null ? NOT_SHOWN : NONE_THERE) : numberIfOne(domain.median),
          domain.consensus !== null && domain.consensus !== 'not agreed' ? domain.consensus.level : NONE_THERE,
          consensusInWords(domain.consensus, sheet.levels),
        ]),
      },
      {
        name: 'Priorities',
        title: `Proposed priorities for action: ${about}`,
        columns: ['Domain', 'Priority', 'Votes'],
        rows: sheet.domains.flatMap(({ name, priorities }) =>
          priorities.map(({ text, votes }) => [name, text, votes ?? NONE_THERE]),
        ),
      },
      {
        name: 'Actions',
        title: `Actions made in the room: ${about}`,
        columns: ['What', 'Who', 'By when', 'How it is measured', 'Domain', 'Table'],
        rows: actions.map(({ what, who, byWhen, measuredBy, domain, table }) => [
          what,
          who || 'nobody yet',
          byWhen || 'no date yet',
          measuredBy || 'not said yet',
          domain ?? 'Whole assessment',
          table ?? 'plenary',
        ]),
      },
    ],
  };
}

function consensusInWords(consensus: PaperConsensus, levels: CollationSheet['levels']): string {
  if (consensus === null) return 'Not discussed';
  if (consensus === 'not agreed') return 'Not agreed';
  return levels[consensus.level - 1]?.name ?? '';
}

/** '2' is a number; '2 to 3' is not. */
const numberIfOne = (median: string): SpreadsheetCell => (/^\d$/.test(median) ? Number(median) : median);

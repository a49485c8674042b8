import { sectionContent } from '@turnstone/contract/improvement/cards';
import type { Schema } from '@turnstone/contract/conversation';
import type { SectionName } from '@turnstone/contract/improvement/cards';

export type FieldKind = 'line' | 'text' | 'choice' | 'date' | 'series';

export interface FormField {
  key: string;
  label: string;
  hint?: string;
  kind: FieldKind;
  /** The most characters that the contract allows. */
  most?: number;
  choices?: readonly string[];
  /** What a new record starts with. */
  start?: string;
}

/** How a section is written: one record or a list of them, and the fields of each. */
export interface SectionForm {
  name: SectionName;
  heading: string;
  list: boolean;
  /** One record, in a word: 'partner'. */
  noun: string;
  hint?: string;
  fields: readonly FormField[];
}

// Limits and choices are read from the contract, so that they are said once.
const mostOf = (schema: Schema): number | undefined => schema._zod.bag['maximum'] as number | undefined;
const recordsIn = <Record extends Schema>(section: {
  shape: { records: { _zod: { def: { element: Record } } } };
}): Record => section.shape.records._zod.def.element;
const recordOf = {
  indicators: recordsIn(sectionContent.indicators).shape,
  agenda: recordsIn(sectionContent['data development agenda']).shape,
  partners: recordsIn(sectionContent.partners).shape,
  story: recordsIn(sectionContent['story behind the baseline']).shape,
  works: recordsIn(sectionContent['what works']).shape,
  actions: recordsIn(sectionContent['summary of actions']).shape,
};

const powers = recordOf.indicators.proxyPower.options;

const forms: { [Name in SectionName]: Omit<SectionForm, 'name'> } = {
  'desired outcome': {
    heading: 'Desired outcome',
    list: false,
    noun: 'outcome',
    fields: [
      {
        key: 'statement',
        label: 'The outcome that we want',
        hint: 'A condition of wellbeing for people here, not something that a service does.',
        kind: 'text',
        most: mostOf(sectionContent['desired outcome'].shape.statement),
      },
    ],
  },
  'target population': {
    heading: 'Target population',
    list: false,
    noun: 'population',
    fields: [
      {
        key: 'text',
        label: 'Who the outcome is for',
        hint: 'Say whom you look hardest at, and why.',
        kind: 'text',
        most: mostOf(sectionContent['target population'].shape.text),
      },
    ],
  },
  indicators: {
    heading: 'Indicators',
    list: true,
    noun: 'indicator',
    hint: 'Three to five headline indicators are plenty. The first headline one is drawn large.',
    fields: [
      { key: 'seriesId', label: 'What we count', kind: 'series', start: '' },
      { key: 'role', label: 'Role', kind: 'choice', choices: recordOf.indicators.role.options, start: 'secondary' },
      { key: 'communicationPower', label: 'Speaks to people', kind: 'choice', choices: powers, start: 'medium' },
      { key: 'proxyPower', label: 'Stands for the outcome', kind: 'choice', choices: powers, start: 'medium' },
      { key: 'dataPower', label: 'Good data', kind: 'choice', choices: powers, start: 'medium' },
      { key: 'reason', label: 'Why this one', kind: 'line', most: mostOf(recordOf.indicators.reason) },
    ],
  },
  'data development agenda': {
    heading: 'Data development agenda',
    list: true,
    noun: 'measure',
    hint: 'Put the one that matters most first.',
    fields: [
      { key: 'title', label: 'Measure', kind: 'line', most: mostOf(recordOf.agenda.title) },
      { key: 'standing', label: 'Where it stands', kind: 'choice', choices: recordOf.agenda.standing.options },
      { key: 'note', label: 'Note (optional)', kind: 'line', most: mostOf(recordOf.agenda.note) },
    ],
  },
  partners: {
    heading: 'Partners and their part',
    list: true,
    noun: 'partner',
    fields: [
      { key: 'organisation', label: 'Partner', kind: 'line', most: mostOf(recordOf.partners.organisation) },
      { key: 'part', label: 'What they do or could do', kind: 'line', most: mostOf(recordOf.partners.part) },
    ],
  },
  'story behind the baseline': {
    heading: 'Story behind the baseline',
    list: true,
    noun: 'force',
    hint: 'One force a record: what is behind the curve, with a figure or a source where there is one.',
    fields: [
      { key: 'text', label: 'What is happening', kind: 'text', most: mostOf(recordOf.story.text) },
      { key: 'force', label: 'It is', kind: 'choice', choices: recordOf.story.force.options },
    ],
  },
  'what works': {
    heading: 'What works',
    list: true,
    noun: 'idea',
    hint: 'Keep at least one idea that costs nothing or little.',
    fields: [
      { key: 'title', label: 'Idea', kind: 'line', most: mostOf(recordOf.works.title) },
      { key: 'evidence', label: 'Evidence', kind: 'choice', choices: recordOf.works.evidence.options },
      { key: 'cost', label: 'Cost', kind: 'choice', choices: recordOf.works.cost.options },
      { key: 'note', label: 'Note (optional)', kind: 'line', most: mostOf(recordOf.works.note) },
    ],
  },
  'summary of actions': {
    heading: 'Summary of actions',
    list: true,
    noun: 'action',
    fields: [
      { key: 'title', label: 'Action', kind: 'line', most: mostOf(recordOf.actions.title) },
      {
        key: 'leadOrganisation',
        label: 'Lead organisation',
        kind: 'line',
        most: mostOf(recordOf.actions.leadOrganisation),
      },
      { key: 'leadPerson', label: 'Lead person', kind: 'line', most: mostOf(recordOf.actions.leadPerson) },
      { key: 'dueOn', label: 'Due', hint: 'For example, 31 3 2027. Leave it empty until it is agreed.', kind: 'date' },
      { key: 'status', label: 'Status', kind: 'choice', choices: recordOf.actions.status.options },
      { key: 'note', label: 'Note (optional)', kind: 'line', most: mostOf(recordOf.actions.note) },
    ],
  },
};

export function sectionFormOf(name: SectionName): SectionForm {
  return { name, ...forms[name] };
}

import type { SeriesChoice } from '@turnstone/contract/indicators/indicators';

export interface SeriesGroup {
  area: string;
  series: { id: string; label: string }[];
}

/** The series of an indicator by area: the place's own first, everybody before parts of the population. */
export function groupedSeries(series: readonly SeriesChoice[]): SeriesGroup[] {
  const groups = new Map<string, { own: boolean; name: string; series: SeriesChoice[] }>();
  for (const choice of series) {
    const key = `${choice.areaCode} ${choice.areaName}`;
    const group = groups.get(key) ?? { own: choice.own, name: choice.areaName, series: [] };
    group.series.push(choice);
    groups.set(key, group);
  }
  return [...groups.values()]
    .sort((a, b) => Number(b.own) - Number(a.own) || a.name.localeCompare(b.name, 'en-GB'))
    .map((group) => ({
      area: group.name,
      series: group.series
        .sort((a, b) => Number(b.whole) - Number(a.whole) || partOf(a).localeCompare(partOf(b), 'en-GB'))
        .map((choice) => ({ id: choice.id, label: `${group.name}: ${partOf(choice)}` })),
    }));
}

function partOf(choice: SeriesChoice): string {
  const part = [choice.sex, choice.age].filter(Boolean).join(', ') || 'everybody';
  const category = choice.category ? `, ${[choice.categoryType, choice.category].filter(Boolean).join(': ')}` : '';
  return part.charAt(0).toLowerCase() + part.slice(1) + category;
}

export {
  comparePeriods,
  monthsBetween,
  overlaps,
  parsePeriod,
  periodMonths,
  shiftPeriod,
  stepMonths,
  type ParsedPeriod,
  type Period,
  type PeriodKind,
  type SplitYear,
} from './period.js';

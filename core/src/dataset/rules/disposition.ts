import { contentOf, contentSpan } from '../../csv/fieldContent';
import { nearestValue } from '../../names/nearestValue';
import type { Report } from '../../rules/finding';
import { datasetValues } from '../../columns/datasetColumns';
import type { DatasetContext, DatasetRule } from '../datasetRow';
import type { DatasetRow } from '../../columns/datasetColumns';
import { valueFinding } from './value';

const values = datasetValues('blob', 'disposition');

function check({ disposition }: DatasetRow, { dialect, tool = 'current' }: DatasetContext, report: Report): void {
  const text = contentOf(disposition);
  if (disposition === undefined || text === undefined || text === '') return;
  const isSound = text === 'rename' || values.includes(text);
  if (!isSound) report(valueFinding('dataset/disposition', disposition, text, values));
  if (tool !== 'current') return;
  const meant = isSound ? text : nearestValue(text, values)?.value;
  const span = contentSpan(disposition, 0, text.length);
  if (dialect === 'files') {
    if (meant !== undefined && meant !== 'overwrite') report({ code: 'dataset/disposition-ignored', ...span });
  } else if (meant === 'no-overwrite') {
    // `rename` is what all examples have and what an empty field means: of that nothing is said row by row.
    report({ code: 'dataset/disposition-no-longer', ...span });
  }
}

/** Disposition. */
export const dispositionRule: DatasetRule = { codes: ['dataset/disposition', 'dataset/disposition-ignored', 'dataset/disposition-no-longer'], check };

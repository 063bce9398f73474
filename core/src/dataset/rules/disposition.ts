import { contentOf, contentSpan } from '../../csv/fieldContent';
import { nearestValue } from '../../names/nearestValue';
import type { Report } from '../../rules/finding';
import { datasetValues } from '../datasetColumns';
import type { DatasetContext, DatasetRow, DatasetRule } from '../datasetRow';
import { valueFinding } from './value';

const values = datasetValues('blob', 'disposition');

function check({ disposition }: DatasetRow, { dialect }: DatasetContext, report: Report): void {
  const text = contentOf(disposition);
  if (disposition === undefined || text === undefined || text === '') return;
  const isSound = text === 'rename' || values.includes(text);
  if (!isSound) report(valueFinding('dataset/disposition', disposition, text, values));
  if (dialect !== 'files') return;
  const meant = isSound ? text : nearestValue(text, values)?.value;
  if (meant !== undefined && meant !== 'overwrite') {
    report({ code: 'dataset/disposition-ignored', ...contentSpan(disposition, 0, text.length) });
  }
}

/** Disposition. */
export const dispositionRule: DatasetRule = { codes: ['dataset/disposition', 'dataset/disposition-ignored'], check };

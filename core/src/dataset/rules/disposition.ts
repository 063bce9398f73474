import { contentOf, contentSpan } from '../../csv/fieldContent';
import { nearestValue } from '../../names/nearestValue';
import type { Report } from '../../rules/finding';
import { datasetValues } from '../../columns/datasetColumns';
import type { DatasetContext, DatasetRule } from '../datasetRow';
import type { DatasetRow, Dialect } from '../../columns/datasetColumns';
import { valueFinding } from './value';

const values = datasetValues('blob', 'disposition');

/** The code reported for a value that today's service ignores. */
function noLongerHeeded(
  meant: string | undefined,
  dialect: Dialect,
): 'dataset/disposition-ignored' | 'dataset/disposition-no-longer' | undefined {
  if (dialect === 'files')
    return meant !== undefined && meant !== 'overwrite' ? 'dataset/disposition-ignored' : undefined;
  // `rename` is in all examples and is the meaning of an empty field, so it is not reported for every row.
  return meant === 'no-overwrite' ? 'dataset/disposition-no-longer' : undefined;
}

function check({ disposition }: DatasetRow, { dialect, tool = 'current' }: DatasetContext, report: Report): void {
  const text = contentOf(disposition);
  if (disposition === undefined || text === undefined || text === '') return;
  const isSound = text === 'rename' || values.includes(text);
  if (!isSound) report(valueFinding('dataset/disposition', disposition, text, values));
  if (tool !== 'current') return;
  const meant = isSound ? text : nearestValue(text, values)?.value;
  const code = noLongerHeeded(meant, dialect);
  if (code !== undefined) report({ code, ...contentSpan(disposition, 0, text.length) });
}

export const dispositionRule: DatasetRule = {
  codes: ['dataset/disposition', 'dataset/disposition-ignored', 'dataset/disposition-no-longer'],
  check,
};

import { contentOf, contentSpan } from '../../csv/fieldContent';
import { nearestValue } from '../../names/nearestValue';
import type { Report } from '../../rules/finding';
import { datasetValues } from '../../columns/datasetColumns';
import type { DatasetContext, DatasetRule } from '../datasetRow';
import type { DatasetRow, Dialect } from '../../columns/datasetColumns';
import { valueFinding } from './value';

const values = datasetValues('blob', 'disposition');

/** What is said of a value that today's service does not heed. */
function noLongerHeeded(
  meant: string | undefined,
  dialect: Dialect,
): 'dataset/disposition-ignored' | 'dataset/disposition-no-longer' | undefined {
  if (dialect === 'files')
    return meant !== undefined && meant !== 'overwrite' ? 'dataset/disposition-ignored' : undefined;
  // `rename` is what all examples have and what an empty field means: of that nothing is said row by row.
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

/** Disposition. */
export const dispositionRule: DatasetRule = {
  codes: ['dataset/disposition', 'dataset/disposition-ignored', 'dataset/disposition-no-longer'],
  check,
};

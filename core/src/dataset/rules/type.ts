import { contentOf, contentSpan } from '../../csv/fieldContent';
import type { Report } from '../../rules/finding';
import { datasetColumns, datasetValues } from '../../columns/datasetColumns';
import type { DatasetContext, DatasetRule } from '../datasetRow';
import type { DatasetRow } from '../../columns/datasetColumns';
import { valueFinding } from './value';

const blobTypes = datasetValues('blob', 'type');
const itemTypes = datasetValues('files', 'type');
const filesHeader = datasetColumns('files')
  .slice(0, 3)
  .map(({ name }) => name)
  .join(',');

function check({ type }: DatasetRow, { dialect }: DatasetContext, report: Report): void {
  const text = contentOf(type);
  if (type === undefined || text === undefined || text === 'BlockBlob' || text === 'PageBlob') return;
  const code = dialect === 'blob' ? 'dataset/blob-type' : 'dataset/item-type';
  if (text === '') {
    if (dialect === 'blob') return;
    const span = contentSpan(type, 0, 0);
    report({
      code,
      variant: 'missing',
      start: type.start,
      end: type.end,
      fixes: () => [
        {
          title: 'Use the value file (assumes that the data goes to a share)',
          certainty: 'guess',
          edits: [{ ...span, text: 'file' }],
        },
      ],
    });
    return;
  }
  if (dialect === 'blob' && /^files?$/i.test(text)) {
    // Either the header is wrong or this value; only all records together can tell.
    report({ code: 'dataset/dialect-mixed', args: [filesHeader], ...contentSpan(type, 0, text.length) });
    return;
  }
  const values = dialect === 'blob' ? blobTypes : itemTypes;
  if (values.includes(text)) return;
  if (/^append/i.test(text)) {
    const span = contentSpan(type, 0, text.length);
    report({
      code,
      variant: 'append',
      ...span,
      fixes: () => [
        {
          title: 'Use BlockBlob (assumes that nothing will be appended to it)',
          certainty: 'guess',
          edits: [{ ...span, text: 'BlockBlob' }],
        },
      ],
    });
    return;
  }
  report(valueFinding(code, type, text, values));
}

/** Rules for BlobType and ItemType. */
export const typeRule: DatasetRule = {
  codes: ['dataset/blob-type', 'dataset/item-type', 'dataset/dialect-mixed'],
  check,
};

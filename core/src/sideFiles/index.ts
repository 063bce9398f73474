import type { SideFileProblem } from './sideFile';
import { formatMessage, severityOf } from '../rules/message';
import type { Translate } from '../text/template';
import { checkMetadata } from './metadata';
import { checkProperties } from './properties';
import type { SideFileFinding, SideFileKind } from './sideFile';

export { checkMetadata } from './metadata';
export { checkProperties } from './properties';

/** All findings in the text of a side file. */
export function checkSideFile(text: string, kind: SideFileKind): readonly SideFileFinding[] {
  return kind === 'metadata' ? checkMetadata(text) : checkProperties(text);
}

/** The first error in the text of a side file, for the dataset row that names it; `null` for a valid file. */
export function firstProblem(text: string, kind: SideFileKind, translate?: Translate): SideFileProblem | null {
  const finding = checkSideFile(text, kind).find((candidate) => severityOf(candidate) === 'error');
  if (finding === undefined) return null;
  const message = formatMessage(finding.code, finding.variant, finding.args, translate).replace(/\.$/, '');
  return { message, ...finding.start };
}

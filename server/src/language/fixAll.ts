import type { TextEdit as LspEdit } from 'vscode-languageserver-types';
import type { RuleCode } from '#core/rules/catalogue/index';
import type { FileFinding } from '#core/rules/fileFinding';
import { severityUnder } from '#core/rules/placeFindings';
import { editRounds } from '#core/text/editRounds';
import { EditedText } from '#core/text/editedText';
import type { TextEdit } from '#core/text/textEdit';
import { withoutOverlaps } from '#core/text/withoutOverlaps';
import type { Steps } from '#core/work/steps';
import type { DocumentLanguage } from './documentLanguage';
import type { DocumentContext } from './languageContext';

/** How many findings are looked at in one step. */
const STEP = 100;

/** The seal does not matter for the intermediate texts. */
const noSha256 = () => ({ update: () => undefined, digest: () => '' });

/**
 * The edits after which no finding of a document has a certain fix left: the text is read and mended repeatedly.
 * Guesses are not applied, and rules that the user has turned off are ignored.
 *
 * @param code only findings with this code; absent: all
 */
export function* fixAllSteps(context: DocumentContext, language: DocumentLanguage, code?: RuleCode): Steps<LspEdit[]> {
  const original = context.model.getText();
  const lines = yield* EditedText.read(original);
  const isWanted = (finding: FileFinding) =>
    (code === undefined || finding.code === code) &&
    severityUnder(context.reading.settings, finding, finding.subject) !== 'off';
  const edits = yield* editRounds(original, function* (text) {
    const isFirst = text === original;
    const places = isFirst ? lines : yield* EditedText.read(text);
    const model = isFirst ? context.model : yield* language.read(text, { ...context.reading, sha256: noSha256 });
    const { found } = yield* language.findings({ ...context, model });
    return yield* certainEdits(found, places, isWanted);
  });
  return edits.map(({ start, end, text }) => ({
    range: { start: lines.positionAt(start), end: lines.positionAt(end) },
    newText: text,
  }));
}

/** The edits of certain fixes that do not overlap; each fix is applied whole or not at all. */
function* certainEdits(
  found: Iterable<FileFinding>,
  places: EditedText,
  isWanted: (finding: FileFinding) => boolean,
): Steps<TextEdit[]> {
  const fixes: TextEdit[][] = [];
  let looked = 0;
  for (const finding of found) {
    if (++looked % STEP === 0) yield;
    if (!isWanted(finding)) continue;
    const fix = finding
      .fixes?.()
      .find(
        ({ certainty, command, edits = [] }) => certainty === 'certain' && command === undefined && edits.length > 0,
      );
    if (fix)
      fixes.push(
        fix.edits!.map(({ range, text }) => ({
          start: places.offsetAt(range.start),
          end: places.offsetAt(range.end),
          text,
        })),
      );
  }
  return withoutOverlaps(fixes);
}

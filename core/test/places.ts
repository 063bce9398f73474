import type { FileFinding } from '../src/rules/fileFinding';
import { formatMessage } from '../src/rules/message';

/** Findings that do not lie within the lines of a text, or whose message lacks an argument: for tests. Lines end with LF, CRLF or CR. */
export function misplaced(text: string, findings: readonly FileFinding[]): FileFinding[] {
  const lines = text.split(/\r\n|\n|\r/);
  const isInside = ({ line, character }: FileFinding['start']) =>
    character >= 0 && character <= (lines[line]?.length ?? -1);
  return findings.filter(({ code, variant, args, start, end }) => {
    const isOrdered = start.line < end.line || (start.line === end.line && start.character <= end.character);
    return !isInside(start) || !isInside(end) || !isOrdered || /\{\d\}/.test(formatMessage(code, variant, args));
  });
}

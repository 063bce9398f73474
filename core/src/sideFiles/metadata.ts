import { MAX_METADATA_LENGTH } from '../limits/limits';
import { characterLength, characterName } from '../names/characterName';
import { LineIndex } from '../text/lineIndex';
import { utf8Length } from '../text/utf8Length';
import { readFlatXml } from '../xml/flatXml';
import type { SideFileFinding } from './sideFile';
import { syntaxFinding } from './syntaxFinding';

const maxFindings = 100;

/** The offset at which a name ceases to be a C# identifier, or -1. */
function identifierEnd(name: string): number {
  if (!/^[\p{L}\p{Nl}_]/u.test(name)) return 0;
  return name.search(/[^\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}\p{Cf}]/u);
}

/** Checks the text of a metadata file: `<Metadata><name>value</name>…</Metadata>`. Linear in its length. */
export function checkMetadata(text: string): readonly SideFileFinding[] {
  const findings: SideFileFinding[] = [];
  const lines = new LineIndex(text);
  const seen = new Map<string, number>();
  let bytes = 0;
  const problem = readFlatXml(text, 'Metadata', ({ name, nameStart, value }) => {
    if (findings.length >= maxFindings) return;
    const nameEnd = nameStart + name.length;
    const span = { start: lines.position(nameStart), end: lines.position(nameEnd) };
    const refused = identifierEnd(name);
    if (refused >= 0) {
      const at = nameStart + refused;
      findings.push({
        code: 'metadata/name',
        args: [characterName(name, refused)],
        start: lines.position(at),
        end: lines.position(at + characterLength(name, refused)),
      });
    }
    const key = name.toLowerCase();
    const other = seen.get(key);
    if (other === undefined) seen.set(key, nameStart);
    else findings.push({ code: 'metadata/duplicate', args: [String(lines.position(other).line + 1)], ...span });
    const before = bytes;
    bytes += utf8Length(name) + utf8Length(value);
    if (before <= MAX_METADATA_LENGTH && bytes > MAX_METADATA_LENGTH)
      findings.push({ code: 'metadata/size', args: [String(MAX_METADATA_LENGTH)], ...span });
  });
  if (problem) findings.push(syntaxFinding('metadata/syntax', problem, lines));
  return findings;
}

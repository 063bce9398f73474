import { isMd5Hex } from '../bytes/hex';
import { nearestValue } from '../names/nearestValue';
import { LineIndex } from '../text/lineIndex';
import { removal, renaming, replacement } from './elementFixes';
import { readFlatXml } from '../xml/flatXml';
import type { SideFileFinding } from './sideFile';
import { syntaxFinding } from './syntaxFinding';

/** The properties that an import sets. */
const settable: readonly string[] = [
  'Content-Type',
  'Content-MD5',
  'Content-Encoding',
  'Content-Language',
  'Cache-Control',
];
/** Written by export jobs; without effect on import. */
const exportOnly: readonly string[] = ['Last-Modified', 'Etag', 'Content-Length'];
const maxFindings = 100;

/** 16 bytes in base64: the last of the 22 characters holds two bits. */
const md5 = /^[A-Za-z0-9+/]{21}[AQgw]==$/;
function base64(hex: string): string {
  return btoa(hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))));
}

/** Checks the text of a properties file: `<Properties><Content-Type>…</Content-Type>…</Properties>`. Linear in its length. */
export function checkProperties(text: string): readonly SideFileFinding[] {
  const findings: SideFileFinding[] = [];
  const lines = new LineIndex(text);
  const problem = readFlatXml(text, 'Properties', (element) => {
    const { name, nameStart, value, valueStart, valueEnd } = element;
    if (findings.length >= maxFindings) return;
    const nameSpan = { start: lines.position(nameStart), end: lines.position(nameStart + name.length) };
    if (exportOnly.includes(name)) {
      findings.push({
        code: 'properties/export-only',
        args: [name],
        ...nameSpan,
        fixes: () => [removal(text, element, lines)],
      });
    } else if (!settable.includes(name)) {
      const nearest = nearestValue(name, settable);
      findings.push({
        code: 'properties/unknown',
        variant: nearest ? 'near' : 'default',
        args: [nearest?.value ?? settable.join(', ')],
        ...nameSpan,
        ...(nearest ? { fixes: () => [renaming(text, element, nearest, lines)] } : {}),
      });
    } else if (name === 'Content-MD5' && !md5.test(value.trim())) {
      const isHexadecimal = isMd5Hex(value.trim());
      const isEmpty = valueStart === valueEnd;
      findings.push({
        code: 'properties/content-md5',
        variant: isHexadecimal ? 'hexadecimal' : 'default',
        args: isHexadecimal ? [base64(value.trim())] : [],
        ...(isEmpty ? nameSpan : { start: lines.position(valueStart), end: lines.position(valueEnd) }),
        ...(isHexadecimal ? { fixes: () => [replacement(element, base64(value.trim()), lines)] } : {}),
      });
    }
  });
  if (problem) findings.push(syntaxFinding('properties/syntax', problem, lines));
  return findings;
}

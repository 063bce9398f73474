import { jrmCharacters } from '../../test/jrmCharacters';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineIndex } from '../text/lineIndex';
import type { Range } from '../text/position';
import { finish } from '../work/steps';
import { decodeBytes } from './byteText';
import type { JrmChecksum, JrmHeader, JsonValue, Sha256 } from './jrm';
import type { ByteSpan, JrmVisitor } from './jrmPieces';
import { JrmReader } from './jrmReader';
import type { JrmReading } from './jrmReading';
import { jrmJson, jrmXml } from './jrmText';
import { JsonReader } from './jsonReader';
import { JsonReading } from './jsonReading';
import { XmlReading } from './xmlReading';
import { XmlScanner } from './xmlScanner';

const sha256: Sha256 = () => {
  const hash = createHash('sha256');
  return { update: (text) => void hash.update(text), digest: () => hash.digest('hex') };
};

const word = fc.string({ unit: fc.constantFrom(...jrmCharacters), maxLength: 8 });
const drive = fc.record(
  { DriveId: word, BitLockerKey: word, VolumeLabel: word, Capacity: fc.nat() },
  { requiredKeys: ['DriveId', 'BitLockerKey', 'VolumeLabel'] },
);
const mapping = fc.record(
  { SourcePath: word, DestinationContainer: word, BlobType: word, Drives: fc.array(word, { maxLength: 2 }) },
  { requiredKeys: ['SourcePath', 'DestinationContainer', 'BlobType'] },
);
const checksum: fc.Arbitrary<JrmChecksum> = fc.record(
  {
    FilePath: word,
    SHA256: fc.oneof(word, fc.constantFrom('7a'.repeat(32))),
    Size: fc.nat(),
    DriveId: word,
    BlobPath: word,
  },
  { requiredKeys: ['FilePath', 'SHA256'] },
);
const header: fc.Arbitrary<JrmHeader> = fc.record({
  JobId: word,
  CustomerName: word,
  CreationDate: word,
  Drives: fc.array(drive, { maxLength: 3 }),
  DataMapping: fc.array(mapping, { maxLength: 3 }),
});

/** The parts of a text, as the byte reader of its form sees them: values, and their spans in the text. */
function scanned(form: 'json' | 'xml', text: string, length: number) {
  const bytes = new TextEncoder().encode(text);
  const lines = new LineIndex(text);
  const at = (offset: number) => lines.position(decodeBytes({ bytes, start: 0, end: offset }).length);
  const rangeOf = ({ offset, length: own }: ByteSpan): Range => ({ start: at(offset), end: at(offset + own) });
  const members: { name: string; value: JsonValue; range: Range }[] = [];
  const checksums: { path: string; drive: string; range: Range }[] = [];
  const visitor: JrmVisitor = {
    list: () => undefined,
    member: (name, value, span) => members.push({ name, value, range: rangeOf(span) }),
    checksum: ({ filePath, driveId, ...span }) =>
      checksums.push({ path: decodeBytes(filePath), drive: decodeBytes(driveId), range: rangeOf(span) }),
  };
  const scanner = form === 'json' ? new JsonReader(visitor) : new XmlScanner(visitor);
  for (let offset = 0; offset < bytes.length; offset += length) scanner.push(bytes.subarray(offset, offset + length));
  scanner.end();
  return { members, checksums };
}

/**
 * The same by the reader that finds errors. In XML, its elements extend from their name to just before their closing
 * tag.
 */
function read<P>(reading: JrmReading<P>) {
  const isXml = reading.form === 'xml';
  const whole = ({ start, end }: Range, tag: string): Range =>
    isXml
      ? {
          start: { ...start, character: start.character - 1 },
          end: { ...end, character: end.character + `</${tag}>`.length },
        }
      : { start, end };
  const list = reading.member('Checksums')!;
  return {
    members: reading.members
      .filter(({ name }) => name !== 'Checksums')
      .map(({ name, place, extent }) => ({
        name,
        end: whole(reading.rangeOf(extent), name).end,
        start: whole(reading.rangeOf(isXml ? extent : place), name).start,
      })),
    checksums: list.first.map(({ value, extent }) => {
      const text = (name: string) =>
        (value.members.find((member) => member.name === name)?.value?.value ?? '') as string;
      return { path: text('FilePath'), drive: text('DriveId'), range: whole(reading.rangeOf(extent), 'Checksum') };
    }),
  };
}

const readings: Readonly<Record<'json' | 'xml', (text: string) => JrmReading<unknown>>> = {
  json: (text) => finish(JsonReading.read(text, sha256)),
  xml: (text) => finish(XmlReading.read(text, sha256)),
};

describe('The readers of a JRM', () => {
  it.each(['json', 'xml'] as const)(
    'in %s find the same checksums and members at the same places, and what was written',
    (form) => {
      fc.assert(
        fc.property(
          header,
          fc.array(checksum, { maxLength: 8 }),
          fc.constantFrom(undefined, '', 1, '\t'),
          fc.integer({ min: 1, max: 200 }),
          (head, checksums, indent, length) => {
            const written = [...(form === 'json' ? jrmJson : jrmXml)(head, checksums, sha256)].join('');
            const text =
              form === 'json' && indent !== undefined
                ? JSON.stringify(JSON.parse(written), undefined, indent)
                : written;
            const byBytes = scanned(form, text, length);
            const byRules = read(readings[form](text));
            expect(byRules.checksums).toEqual(byBytes.checksums);
            expect(byRules.members.map(({ name, end }) => [name, end])).toEqual(
              byBytes.members.map(({ name, range }) => [name, range.end]),
            );
            if (form === 'xml')
              expect(byRules.members.map(({ start }) => start)).toEqual(
                byBytes.members.map(({ range }) => range.start),
              );
            const values: JrmChecksum[] = [];
            const reader = new JrmReader(sha256, (one) => values.push(one));
            for (let at = 0; at < text.length; at += length) reader.push(text.slice(at, at + length));
            expect(reader.end().seal).toBe('sound');
            expect(values).toEqual(checksums);
            expect(byBytes.checksums.map(({ path, drive: id }) => [path, id])).toEqual(
              checksums.map(({ FilePath, DriveId = '' }) => [FilePath, DriveId]),
            );
            expect(
              Object.fromEntries(
                byBytes.members.filter(({ name }) => name !== 'Seal').map(({ name, value }) => [name, value]),
              ),
            ).toEqual(head);
          },
        ),
        { numRuns: 300 },
      );
    },
  );
});

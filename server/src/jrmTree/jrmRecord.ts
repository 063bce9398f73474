import { findNodeAtLocation } from 'jsonc-parser';
import { parseJsonTree } from '#core/text/boundedJson';
import type { ByteSpan } from '#core/jrm/jrmPieces';
import type { JsonValue } from '#core/jrm/jrm';
import { maskSecrets } from '#core/text/maskSecrets';
import { XmlEvents } from '#core/xml/xmlEvents';
import type { JrmChecksumDetails } from '../protocol/jrm';

/** Reads the record of a checksum; `undefined` where the text is not one. */
export function checksumDetails(text: string): JrmChecksumDetails | undefined {
  const values = text.startsWith('<') ? xmlFields(text) : jsonFields(text);
  if (!values) return undefined;
  const field = (name: string) => (typeof values[name] === 'string' ? maskSecrets(values[name]) : undefined);
  const size = typeof values['Size'] === 'string' ? Number(values['Size']) : values['Size'];
  const driveId = field('DriveId');
  const blobPath = field('BlobPath');
  return {
    filePath: field('FilePath') ?? '',
    sha256: field('SHA256') ?? '',
    ...(typeof size === 'number' && size >= 0 && { size }),
    ...(driveId !== undefined && { driveId }),
    ...(blobPath !== undefined && { blobPath }),
  };
}

function jsonFields(text: string): Readonly<Record<string, JsonValue>> | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Readonly<Record<string, JsonValue>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function xmlFields(text: string): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  let depth = 0;
  const events = new XmlEvents({
    open: () => {
      depth++;
    },
    close: (name, content) => {
      if (depth-- === 2) values[name] = content;
    },
    syntax: () => undefined,
  });
  events.push(text);
  events.end();
  return events.failed ? undefined : values;
}

/**
 * Finds a record of a list, or one of its fields.
 *
 * @param text of the list's value in JSON, or of its element in XML
 * @returns its place in the text, in UTF-16 units
 */
export function recordSpan(text: string, index: number, field?: string): ByteSpan | undefined {
  return text.startsWith('<') ? xmlRecord(text, index, field) : jsonRecord(text, index, field);
}

function jsonRecord(text: string, index: number, field: string | undefined): ByteSpan | undefined {
  const tree = parseJsonTree(text);
  return tree && findNodeAtLocation(tree, field === undefined ? [index] : [index, field]);
}

function xmlRecord(text: string, index: number, field: string | undefined): ByteSpan | undefined {
  const lines = lineStarts(text);
  let depth = 0;
  let record = -1;
  let found: ByteSpan | undefined;
  const events = new XmlEvents({
    open: (name, _, { start }) => {
      if (++depth === 2) record++;
      const isWanted = record === index && (field === undefined ? depth === 2 : depth === 3 && name === field);
      if (!isWanted || found) return;
      const offset = lines[start.line]! + start.character - 1;
      found = { offset, length: name.length + 2 };
    },
    close: () => {
      depth--;
    },
    syntax: () => undefined,
  });
  events.push(text);
  return found;
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ index, 0: lineBreak }) => index + lineBreak.length)];
}

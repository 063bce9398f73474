const PREFIX = 'SNEAKERNET INCOMPLETE ';
const SECTOR_LENGTH = 512;

/**
 * What stands in the first sector of a partition that is being prepared, in place of what would make it openable: whoever
 * looks at it sees that it is no finished drive, and whose.
 */
export function incompleteMarker(sessionId: string): Uint8Array {
  const sector = Buffer.alloc(SECTOR_LENGTH);
  sector.write(`${PREFIX}${sessionId}\n`, 'latin1');
  return sector;
}

/** The session that began and did not finish; undefined where the sector says something else. */
export function incompleteSession(sector: Uint8Array): string | undefined {
  const text = Buffer.from(sector).toString('latin1');
  return text.startsWith(PREFIX) ? /^[\w#-]+(?=\n)/.exec(text.slice(PREFIX.length))?.[0] : undefined;
}

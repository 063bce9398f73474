import { describe, expect, it } from 'vitest';
import { localizer } from '#core/text/localize';
import type { JrmChildren, JrmSummary } from '../../../../server/src/protocol/jrm';
import { Quantities } from '../../workbench/quantities';
import { JrmNodes, type JrmAccess, type JrmNode } from './jrmNodes';
import { reviewFrame, reviewOverview } from './reviewPage';

const KEY = '060456-014509-132033-080300-252615-584177-672089-411631';
const words = { localize: localizer(), quantities: new Quantities('en') };
const summary: JrmSummary = {
  uri: 'file:///job/job.jrm',
  revision: 1,
  step: 1,
  state: 'read',
  fromEditor: false,
  job: { JobId: 'Job & Co', Note: 'x' },
  drives: [
    {
      index: 0,
      driveId: '<D1>',
      letter: 'G',
      maskedKey: '060456-••••••-…-411631',
      keySound: true,
      capacity: 1000,
      usedBytes: 720,
      files: 3,
      bytes: 30,
    },
  ],
  containers: [
    {
      name: 'archive',
      files: 3,
      bytes: 30,
      mappings: [{ index: 0, source: 'F:\\', blobType: 'BlockBlob', drives: ['<D1>'] }],
    },
    { name: 'photos', files: 0, bytes: 0, mappings: [] },
  ],
  checksums: 3,
  bytes: 30,
  folders: 2,
  seal: 'sound',
};

function access(overrides: Partial<JrmAccess> = {}): JrmAccess {
  return {
    children: () => Promise.resolve({ total: 0, entries: [] }),
    checksum: () => Promise.resolve(undefined),
    locate: () => Promise.resolve(undefined),
    shownKey: () => undefined,
    ...overrides,
  };
}

/** All nodes below the given ones, expanded, as lines. */
async function linesOf(nodes: readonly JrmNode[], indent = ''): Promise<string[]> {
  const lines: string[] = [];
  for (const node of nodes)
    lines.push(
      `${indent}${node.label}: ${node.description ?? ''}`,
      ...(await linesOf((await node.children?.()) ?? [], `${indent} `)),
    );
  return lines;
}

async function idsOf(nodes: readonly JrmNode[]): Promise<string[]> {
  const ids: string[] = [];
  for (const node of nodes) ids.push(node.id, ...(await idsOf((await node.children?.()) ?? [])));
  return ids;
}

describe('The nodes of a JRM', () => {
  it('are its sections, with counts, and a bar of how full a drive is', async () => {
    const lines = await linesOf(new JrmNodes(summary, access(), words, undefined).sections);
    expect(lines.filter((line) => !line.startsWith(' ')).map((line) => line.replaceAll('\u00a0', ' '))).toEqual([
      'Job Information: Job & Co',
      'Drives: 1',
      'Data Mapping: containers: 2',
      'Checksums: files: 3, 30 bytes',
      'Integrity: sealed and not changed since',
    ]);
    expect(lines.join('\n')).toContain('Drive G: ███████░░░ 72% of 1 kB · <D1>');
    expect(lines.join('\n')).toContain('BitLocker key: 060456-••••••-…-411631');
  });

  it('show a key only while it is shown, and never as what is copied', async () => {
    const keyNode = async (shown: string | undefined) => {
      const drives = new JrmNodes(summary, access({ shownKey: () => shown }), words, undefined).sections[1]!;
      const facts = await (await drives.children!())[0]!.children!();
      return facts.find(({ context }) => context?.startsWith('jrm.key'))!;
    };
    expect(await keyNode(undefined)).toMatchObject({
      context: 'jrm.key.masked',
      spoken: 'BitLocker key, hidden, ends with 411631',
    });
    const shown = await keyNode(KEY);
    expect(shown).toMatchObject({
      context: 'jrm.key.shown',
      description: 'shown',
      isOpen: true,
      spoken: `BitLocker key, shown, ${KEY}`,
    });
    const halves = (await shown.children!()).map(({ label }) => label);
    expect(halves).toEqual([KEY.slice(0, 28), KEY.slice(28)]);
    expect(shown.value).not.toBe(KEY);
  });

  it('are made of folders and blocks when they are opened, each with an id of its own', async () => {
    const answers: Record<string, JrmChildren> = {
      '0': { total: 2, entries: [{ kind: 'folder', id: 1, name: 'F:', files: 3, bytes: 30 }] },
      '1': {
        total: 4000,
        entries: [],
        blocks: [
          { start: 0, count: 2000, first: 'a', last: 'm' },
          { start: 2000, count: 2000, first: 'n', last: 'z' },
        ],
      },
      '1 0': {
        total: 4000,
        entries: [
          { kind: 'file', id: 7, name: 'a', size: 5 },
          { kind: 'file', id: 8, name: 'a' },
        ],
      },
      '1 2000': { total: 4000, entries: [{ kind: 'file', id: 9, name: 'z', size: 5 }] },
    };
    const nodes = new JrmNodes(
      summary,
      access({
        children: (folder, block) => Promise.resolve(answers[block ? `${folder} ${block.start}` : `${folder}`]),
        checksum: (file) => Promise.resolve({ filePath: `F:\\${file}`, sha256: 'ab', size: 1_234_567 }),
      }),
      words,
      undefined,
    ).sections;
    const lines = (await linesOf([nodes[3]!])).map((line) => line.replaceAll('\u00a0', ' '));
    expect(lines.slice(1, 7)).toEqual([
      ' F:: files: 3, 30 bytes',
      '  1 – 2,000: a … m',
      '   a: 5 bytes',
      '    SHA-256: ab',
      '    Path: F:\\7',
      '    Size: 1.23 MB (1,234,567 bytes)',
    ]);
    const ids = await idsOf(nodes);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('have words for all that is shown by an icon', async () => {
    for (const seal of ['checking', 'absent', 'sound', 'broken', 'unreadable'] as const) {
      const { sections } = new JrmNodes(
        { ...summary, seal, unreadableLine: 4, verified: '2026-04-01T12:00:00.000Z' },
        access(),
        words,
        undefined,
      );
      const lines = await linesOf([sections[4]!]);
      expect(lines).toHaveLength(4);
      for (const line of lines) expect(line).toMatch(/: ./);
      expect(lines.join('\n')).toContain('line 5');
    }
  });
});

describe('The page of the review', () => {
  it('has tables for its charts, and escapes whatever a JRM holds', () => {
    const { text } = reviewOverview(summary, words);
    for (const caption of ['Bytes per container', 'Bytes per drive', 'How full the drives are'])
      expect(text).toContain(`<caption>${caption}</caption>`);
    expect(text).toContain('&lt;D1&gt;');
    expect(text).not.toContain('<D1>');
    expect(reviewFrame('<x>', words).text).not.toContain('<x>');
  });

  it('shows the largest of many containers, and the others together', () => {
    const containers = Array.from({ length: 100 }, (_, index) => ({
      name: `c${index}`,
      files: 1,
      bytes: index,
      mappings: [],
    }));
    const { text } = reviewOverview({ ...summary, containers }, words);
    expect(text).toContain('>c99<');
    expect(text).toContain('>80 others<');
    expect(text).not.toContain('>c5<');
  });

  it('says what is wrong with the file', () => {
    expect(reviewOverview({ ...summary, seal: 'broken' }, words).text).toContain('changed after it was sealed');
    expect(reviewOverview({ ...summary, state: 'missing' }, words).text).toContain('no longer exists');
    expect(reviewOverview({ ...summary, unreadableLine: 0 }, words).text).toContain('Line 1');
  });
});

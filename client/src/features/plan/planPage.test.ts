import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageLines, parsePlanResult } from './jobPlan';
import type { JobPlan } from './jobPlan';
import { planMarkdown } from './planMarkdown';
import { planPage, planningPage } from './planPage';
import { testPlan, words } from '../../../test/plan';

const pageOf = (plan: JobPlan): string => planPage(plan, words).text;
const plain = (markup: string): string =>
  markup
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/gu, ' ')
    .trim();

describe('The page of a plan', () => {
  const plan = testPlan('shipment');
  const text = plain(pageOf(plan));

  it('sums the job up', () => {
    expect(text).toContain('Files: 1,234 (5 GB). Drives: 2. Import jobs: 1.');
  });

  it('has a row for each drive, with how full it becomes in words', () => {
    expect(text).toMatch(/G \/data\/shipment\.vhd image 1,000 3 GB 3 GB 4 GB 75%/);
    expect(text).toMatch(/H \/data\/H\.vhd image 234 2 GB 2 GB 2\.1 GB 100%, as large as its contents/);
    expect(text).toMatch(/I \/dev\/sdz disk 0 0 bytes 0 bytes stays empty/);
  });

  it('lets the containers and directories of each drive with data be opened', () => {
    expect([...pageOf(plan).matchAll(/<details id="([^"]*)"/g)].map(([, id]) => id)).toEqual(['drive-G', 'drive-H']);
    expect(text).toContain(
      'Drive H: containers: 1, directories: 1 Containers on drive H Container Files Data Portion of the drive archive 234 2 GB 100%',
    );
    expect(text).toContain(
      'Directories on drive G Directory Files Data Portion of the drive /srv/shipment 900 2.5 GB 83% And 299 more.',
    );
  });

  it('says how long the journal becomes, and what the portal takes', () => {
    expect(text).toContain('at most 40 kB; the portal accepts up to 2 MB');
    const long = { ...plan.result!.plan!, journalBytes: 3_000_000 };
    expect(plain(pageOf(testPlan('x', { plan: long })))).toContain(
      'at most 3 MB, more than the 2 MB that the portal accepts',
    );
  });

  it('opens a finding at its place', () => {
    const messages = [...pageOf(plan).matchAll(/data-message="([^"]*)"/g)].map(
      ([, message]) => JSON.parse(message!.replaceAll('&quot;', '"')) as object,
    );
    expect(messages).toContainEqual({ type: 'open', file: '/jobs/shipment/dataset.csv', line: 4, character: 2 });
    expect(text).toContain('dataset.csv, line 5');
  });

  it('offers to prepare the drives only where the plan can be carried out', () => {
    const offers = (changes: Parameters<typeof testPlan>[1]): boolean =>
      pageOf(testPlan('x', changes)).includes('Prepare Drives…');
    const leftOver = { files: 1, bytes: 2, drives: 1, driveBytes: 4e9, tooLarge: ['/srv/huge'] };
    expect(offers({})).toBe(true);
    expect(offers({ plan: null, counts: { errors: 2, warnings: 0, information: 0 } })).toBe(false);
    expect(offers({ plan: { ...plan.result!.plan!, leftOver } })).toBe(false);
  });

  it('names what no drive has room for', () => {
    const leftOver = { files: 1200, bytes: 9e9, drives: 3, driveBytes: 4e9, tooLarge: ['/srv/huge <1>'] };
    const page = plain(pageOf(testPlan('x', { plan: { ...plan.result!.plan!, leftOver } })));
    expect(page).toContain('Files that do not fit on any drive: 1,200 (9 GB).');
    expect(page).toContain('Additional drives of 4 GB needed for the rest: 3.');
    expect(page).toContain('/srv/huge &lt;1&gt;');
    expect(page).toContain('Drives: 5.');
  });

  it('says that errors stand against a plan, and leads to them', () => {
    const page = pageOf(testPlan('x', { plan: null, counts: { errors: 2, warnings: 0, information: 0 } }));
    expect(plain(page)).toContain('There is no plan because of errors. Errors: 2.');
    expect(page).toMatch(/class="primary"[^>]*>Show Problems</);
  });

  it('says why the runner could not look at the job', () => {
    const page = plain(
      pageOf({
        job: 'x',
        plannedAt: 0,
        versions: {},
        result: undefined,
        unmapped: [],
        messages: ['there is no disk /dev/nosuch.'],
      }),
    );
    expect(page).toContain('x could not be planned.');
    expect(page).toContain('there is no disk /dev/nosuch.');
  });

  it('says that all is well where nothing was found', () => {
    expect(
      plain(pageOf(testPlan('x', { findings: [], counts: { errors: 0, warnings: 0, information: 0 } }))),
    ).toContain('The plan has no findings.');
  });

  it('lists no more findings than can be read, and says how many there are', () => {
    const [finding] = plan.result!.findings;
    const page = plain(
      pageOf(
        testPlan('x', {
          findings: Array.from({ length: 1000 }, () => finding!),
          counts: { errors: 0, warnings: 5000, information: 0 },
          moreFindings: 4000,
        }),
      ),
    );
    expect(page).toContain('And 4,800 more.');
  });

  it('shows every name as text, whatever it is', () => {
    const name = fc.string({
      unit: fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '`',
        '$',
        '{',
        'a',
        '/',
        '\\',
        '=',
        ' ',
        '<script>',
        '</details>',
        '\u202e',
        '\n',
        '|',
      ),
    });
    const tagsOf = (text: string): string[] => [...text.matchAll(/<\/?[a-z]\w*/gi)].map(([tag]) => tag);
    const tags = tagsOf(pageOf(testPlan('a')));
    fc.assert(
      fc.property(name, (hostile) => {
        expect(tagsOf(pageOf(testPlan(hostile)))).toEqual(tags);
        expect(tagsOf(planningPage(hostile, words).text)).toEqual(['<h1', '</h1', '<p', '</p']);
      }),
    );
  });
});

describe('A plan in Markdown', () => {
  it('has the sentence, a row for each drive, the facts and the findings', () => {
    const text = planMarkdown(testPlan('shipment'), words);
    expect(text).toContain('# Plan of shipment');
    expect(text).toContain('| G | /data/shipment.vhd | 1,000 | 3 GB | 3 GB | 4 GB | 75% |');
    expect(text).toContain('- Import jobs: 1, with at most 10 drives each');
    expect(text).toContain('/jobs/shipment/dataset.csv:5');
  });

  it('keeps its tables, whatever files are called', () => {
    const lines = (name: string): number => planMarkdown(testPlan(name), words).split('\n').length;
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('|', '\n', '\r', '`', '[', ']', '(', '<', '*', 'a', '\\', '\u2028') }),
        (name) => {
          expect(lines(name)).toBe(lines('a'));
          for (const line of planMarkdown(testPlan(name), words).split('\n')) {
            if (line.startsWith('| G')) expect(line.replaceAll(/\\./g, '').split('|')).toHaveLength(9);
          }
        },
      ),
    );
  });
});

describe('What the runner wrote', () => {
  it('is read where it is a plan', () => {
    const { result } = testPlan('x');
    expect(parsePlanResult(JSON.stringify(result))).toMatchObject({ counts: result!.counts });
    for (const text of ['', '{', 'null', '[]', '{}', '{"plan":null}', '5'])
      expect(parsePlanResult(text)).toBeUndefined();
  });

  it('is told once each, without the name of the program', () => {
    expect(messageLines('sneakernet: no disk.\r\n\nno disk.\nother\n')).toEqual(['no disk.', 'other']);
  });
});

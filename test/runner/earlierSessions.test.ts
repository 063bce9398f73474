import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import planSchema from '#schemas/plan.schema.json';
import sessionsSchema from '#schemas/sessions.schema.json';
import { PreparationJob } from '../drives/preparationJob';
import { runRunner } from '../drives/runnerProcess';
import { noise } from '../drives/uglyTree';

interface Group {
  readonly files: number;
  readonly bytes: number;
  readonly first: readonly string[];
}

interface Earlier {
  readonly sessions: readonly string[];
  readonly same: Group;
  readonly changed: Group;
  readonly added: Group;
  readonly gone: Group;
  readonly unreadable: readonly string[];
}

const ajv = new Ajv({ strict: true, allowUnionTypes: true });
const isPlan = ajv.compile(planSchema);
const isSessions = ajv.compile(sessionsSchema);

let job: PreparationJob;

beforeEach(() => {
  job = new PreparationJob();
  job.write('a.txt', 'a');
  job.write('b/b.txt', 'bb');
  job.row().drive();
});

afterEach(() => {
  job.remove();
});

async function earlier(): Promise<Earlier | null> {
  const { stdout } = await job.plan(['--journal', job.journal, '--format', 'json']);
  const result = JSON.parse(stdout) as { readonly earlier: Earlier | null };
  expect(isPlan(result), JSON.stringify(isPlan.errors)).toBe(true);
  return result.earlier;
}

const names = ({ first }: Group): string[] => first.map((path) => path.slice(job.source.length + 1)).sort();

describe('A plan beside what is on drives already', () => {
  it('knows of nothing before there is a journal, nor without a session that is complete', async () => {
    expect(await earlier()).toBeNull();
    job.write('large.bin', noise(30 * 1024 * 1024, 1));
    await job.prep(['--drive', `H=${job.image()},size=20M`]);
    expect(existsSync(job.journal)).toBe(true);
    expect(await earlier()).toBeNull();
  });

  it('has all files on a drive after a session, and says so before it copies them once more', async () => {
    await job.prep();
    expect(await earlier()).toMatchObject({
      sessions: ['session#1'],
      same: { files: 2, bytes: 3 },
      changed: { files: 0 },
      added: { files: 0 },
      gone: { files: 0 },
      unreadable: [],
    });
    const again = await job.prep(['--drive', `H=${job.image('H2')}`], {}, 'session#2');
    expect(again.stderr).toContain('Already on drives of session#1 in their current state: 2 files (3 bytes).');
    expect(again.code).toBe(0);
  });

  it('names what is new, what was written to, what is gone, and what goes elsewhere now', async () => {
    for (const name of ['grown.txt', 'touched.txt', 'gone.txt', 'old.txt']) job.write(name, name);
    await job.prep();
    job.write('new.txt', 'new');
    const grown = job.write('grown.txt', 'grown, and its time is the old one');
    utimesSync(grown, new Date(2001, 1), new Date(2001, 1));
    job.write('touched.txt', 'TOUCHED.txt');
    rmSync(join(job.source, 'gone.txt'));
    const found = (await earlier())!;
    expect(names(found.added)).toEqual(['new.txt']);
    expect(names(found.changed)).toEqual(['grown.txt', 'touched.txt']);
    expect(names(found.gone)).toEqual(['gone.txt']);
    expect(names(found.same)).toEqual(['a.txt', 'b/b.txt', 'old.txt']);
    const { stderr } = await job.plan(['--journal', job.journal]);
    expect(stderr).toMatch(/1 file \(3 bytes\) not on any drive yet: .*new\.txt\./);
    expect(stderr).toMatch(/1 file \(8 bytes\) on a drive, but no longer among the sources: .*gone\.txt\./);
  });

  it('takes a file for another where its destination is another, and for a changed one where its kind is', async () => {
    await job.prep();
    const dataset = (record: string): void => {
      writeFileSync(
        join(job.folder, 'other.csv'),
        `BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n${record}\n`,
      );
    };
    const compare = async (record: string): Promise<Earlier> => {
      dataset(record);
      const { stdout } = await runRunner(
        ['plan', '--dataset', 'other.csv', '--driveset', 'driveset.csv', '--journal', job.journal, '--format', 'json'],
        { cwd: job.folder },
      );
      return (JSON.parse(stdout) as { earlier: Earlier }).earlier;
    };
    expect(await compare(`${job.source}/,elsewhere/,BlockBlob,rename,None,None`)).toMatchObject({
      added: { files: 2 },
      gone: { files: 2 },
      same: { files: 0 },
    });
    expect(await compare(`${job.source}/,container/,BlockBlob,overwrite,None,None`)).toMatchObject({
      added: { files: 0 },
      changed: { files: 2 },
      same: { files: 0 },
    });
  });

  it('counts a file that two sessions have copied once, as the later one has it', async () => {
    await job.prep();
    job.write('a.txt', 'A later a');
    expect(await earlier()).toMatchObject({ changed: { files: 1 } });
    await job.prep(['--drive', `H=${job.image('H2')}`], {}, 'session#2');
    expect(await earlier()).toMatchObject({
      sessions: ['session#1', 'session#2'],
      same: { files: 2 },
      changed: { files: 0 },
      added: { files: 0 },
      gone: { files: 0 },
    });
  });

  it('says of a session whose JRM is gone that what is on its drives is not known', async () => {
    await job.prep();
    rmSync(job.jrmPath);
    expect(await earlier()).toMatchObject({ unreadable: [job.jrmPath], added: { files: 2 } });
    expect((await job.plan(['--journal', job.journal])).stderr).toContain(
      'cannot be read, so the contents of its drives are unknown',
    );
  });
});

describe('A job whose folder has another name', () => {
  const moved = (): string => `${job.folder}-renamed`;

  afterEach(() => {
    rmSync(moved(), { recursive: true, force: true });
  });

  async function sessions(
    folder: string,
  ): Promise<
    { readonly jrm: string; readonly drives: readonly { readonly target: string; readonly since: string | null }[] }[]
  > {
    const { stdout } = await runRunner(['sessions', '--journal', join(folder, 'job.jrn'), '--json'], { cwd: folder });
    const report = JSON.parse(stdout) as {
      sessions: { jrm: string; drives: { target: string; since: string | null }[] }[];
    };
    expect(isSessions(report), JSON.stringify(isSessions.errors)).toBe(true);
    return report.sessions;
  }

  it('has its drives, its JRM and its log where they are now', async () => {
    await job.prep();
    const begun = Date.now();
    renameSync(job.folder, moved());
    const [session] = await sessions(moved());
    expect(session).toMatchObject({
      jrm: join(moved(), 'job.jrm'),
      drives: [{ target: join(moved(), 'drives', 'H.vhd') }],
    });
    expect(Math.abs(Date.parse(session!.drives[0]!.since!) - begun)).toBeLessThan(600_000);
    renameSync(moved(), job.folder);
  });

  it('is gone on with there', async () => {
    // Outside the folder that is renamed, because missing sources could not be copied.
    const sources = mkdtempSync(join(tmpdir(), 'sneakernet-sources-'));
    const other = new PreparationJob();
    try {
      for (let index = 0; index < 40; index++) writeFileSync(join(sources, `${index}.bin`), noise(1024 * 1024, index));
      other.row(`${sources}/`).drive();
      const started = other.start();
      while (!existsSync(other.image()) || !readFileSync(other.recovery, 'utf8').includes('State: Writing'))
        await new Promise((resolve) => setTimeout(resolve, 2));
      started.child.kill('SIGKILL');
      await started.ended;
      rmSync(moved(), { recursive: true, force: true });
      renameSync(other.folder, moved());
      const resumed = await runRunner(
        ['prep', '--journal', join(moved(), 'job.jrn'), '--session', 'session#1', '--resume'],
        { cwd: moved() },
      );
      expect({ code: resumed.code, stderr: resumed.code === 0 ? '' : resumed.stderr }).toEqual({ code: 0, stderr: '' });
      expect(existsSync(other.folder)).toBe(false);
      const verified = await runRunner(['verify', '--jrm', join(moved(), 'job.jrm')], { cwd: moved() });
      expect(verified.code).toBe(0);
    } finally {
      other.remove();
      rmSync(sources, { recursive: true, force: true });
    }
  });

  it('is not taken for the one that it was copied from', async () => {
    await job.prep();
    cpSync(job.folder, moved(), { recursive: true });
    const [session] = await sessions(moved());
    expect(session!.drives[0]!.target).toBe(join(moved(), 'drives', 'H.vhd'));
    expect((await sessions(job.folder))[0]!.drives[0]!.target).toBe(job.image());
    expect(statSync(job.image()).size).toBe(statSync(join(moved(), 'drives', 'H.vhd')).size);
  });
});

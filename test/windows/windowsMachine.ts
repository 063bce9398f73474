import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wineNode } from '../../scripts/wineNode.mjs';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

export interface EndedProgram {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedProgram {
  readonly child: ChildProcess;
  readonly ended: Promise<EndedProgram>;
}

/** A Windows machine, as far as Wine is one: drive letters and shares are folders of the test. */
export class WindowsMachine {
  readonly folder = mkdtempSync(join(tmpdir(), 'sneakernet-windows-'));
  private readonly links: string[] = [];
  private runs = 0;

  /** A new folder as a drive. @returns the folder */
  drive(letter: string): string {
    const folder = join(this.folder, `drive-${letter}`);
    mkdirSync(folder, { recursive: true });
    this.link(`${letter.toLowerCase()}:`, folder);
    return folder;
  }

  /** A new folder as `\\server\share`. @returns the folder */
  share(server: string, share: string): string {
    const folder = join(this.folder, `share-${server}-${share}`);
    mkdirSync(folder, { recursive: true });
    this.link(join('unc', server, share), folder);
    return folder;
  }

  /** Writes a file of a folder, with its folders. */
  write(folder: string, path: string, content: string | Uint8Array): string {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** Starts a bundle of `dist/` with Windows' Node. Its streams are files, because node.exe cannot use Unix pipes. */
  start(bundle: string, args: readonly string[], cwd: string): StartedProgram {
    return this.startScript(windowsPath(join(dist, bundle)), args, cwd);
  }

  /** Starts a script with Windows' Node. */
  startScript(script: string, args: readonly string[], cwd: string): StartedProgram {
    const [stdout, stderr] = ['out', 'err'].map((name) => join(this.folder, `${String(++this.runs)}.${name}`));
    const descriptors = [stdout!, stderr!].map((path) => openSync(path, 'w'));
    const child = spawn(wineNode.wine, [wineNode.node, script, ...args], {
      cwd,
      env: wineNode.environment(),
      stdio: ['ignore', ...descriptors],
    });
    for (const descriptor of descriptors) closeSync(descriptor);
    const ended = new Promise<EndedProgram>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        resolve({ code, stdout: readFileSync(stdout!, 'utf8'), stderr: readFileSync(stderr!, 'utf8') });
      });
    });
    return { child, ended };
  }

  /** Runs the runner to its end. */
  run(args: readonly string[], cwd: string): Promise<EndedProgram> {
    return this.start('runner.js', args, cwd).ended;
  }

  /** Removes what was made. Drive letters go with their folders. */
  close(): void {
    for (const link of this.links) rmSync(link, { force: true });
    rmSync(this.folder, { recursive: true, force: true });
  }

  private link(name: string, target: string): void {
    const link = join(wineNode.prefix, 'dosdevices', name);
    mkdirSync(dirname(link), { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(target, link);
    this.links.push(link);
  }
}

/** A path of this machine as Wine has it: the root is drive Z. */
export function windowsPath(path: string): string {
  return `Z:${path.replaceAll('/', '\\')}`;
}

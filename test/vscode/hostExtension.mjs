import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { run } from '../../scripts/processes.mjs';
import { projectEnvironment, projectRoot } from '../../scripts/projectInstall.mjs';

/** Whether the oldest available VS Code is tested, or the newest. */
export const onOldestHost = process.env.SNEAKERNET_HOST === 'oldest';

/** Screenshots, measurements and the packed suite of the last run. */
export const outputFolder = join(projectRoot, 'test', 'vscode', '.output', ...(onOldestHost ? ['oldest'] : []));

/**
 * Bundles the suite that runs in the extension host.
 * @returns {Promise<string>} the folder of the extension that holds it.
 */
export async function buildHostExtension() {
  const source = join(projectRoot, 'test', 'vscode', 'host');
  const folder = join(outputFolder, 'host');
  mkdirSync(folder, { recursive: true });
  cpSync(join(source, 'package.json'), join(folder, 'package.json'));
  await build({
    entryPoints: [join(source, 'src', 'extension.ts')],
    outfile: join(folder, 'extension.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.9',
    external: ['vscode'],
    sourcemap: 'inline',
  });
  return folder;
}

/**
 * Packs the suite as an extension.
 * @returns {Promise<string>} the path of its VSIX.
 */
export async function packHostExtension() {
  const folder = await buildHostExtension();
  const vsix = join(outputFolder, 'host.vsix');
  const args = ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '-o', vsix];
  const code = await run('vsce', args, {
    cwd: folder,
    env: projectEnvironment(),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (code !== 0) throw new Error(`vsce package of the test extension ended with exit code ${code}`);
  return vsix;
}

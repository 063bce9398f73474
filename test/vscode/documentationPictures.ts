import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../scripts/projectInstall.mjs';
import type { Keyboard } from './keyboard';
import type { Workbench } from './workbench';

/** The themes shown in the documentation, by their names in VS Code. */
const themes = { light: 'Light 2026', dark: 'Dark 2026', contrast: 'Dark High Contrast' } as const;

export type DocumentationTheme = keyof typeof themes;

/** Starts the workbench with the light theme. */
export const lightSettings = { 'workbench.colorTheme': themes.light };

/**
 * Pictures for the documentation, taken during a test if the environment variable SNEAKERNET_SCREENSHOTS names a
 * folder, relative to the project: `SNEAKERNET_SCREENSHOTS=docs/images npx vitest run --project vscode journey`.
 * Otherwise nothing is done.
 */
export class DocumentationPictures {
  private readonly folder = process.env['SNEAKERNET_SCREENSHOTS'];
  private theme: DocumentationTheme = 'light';

  constructor(
    private readonly workbench: Workbench,
    private readonly keyboard: Keyboard,
  ) {}

  /** Chooses a theme by keyboard. Needed before things that would not survive it: a menu, a question. */
  async in(theme: DocumentationTheme): Promise<void> {
    if (!this.folder || theme === this.theme) return;
    await this.keyboard.theme(themes[theme]);
    // The page has repainted when the status bar has the theme's colour; a page in a frame takes longer.
    await this.workbench.page.waitForTimeout(1000);
    this.theme = theme;
  }

  /** Saves the page as `<name>.png`; optionally in a theme. */
  async take(name: string, theme?: DocumentationTheme): Promise<void> {
    if (!this.folder) return;
    if (theme) await this.in(theme);
    const folder = resolve(projectRoot, this.folder);
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.workbench.page.screenshot({ path });
    await reduce(path);
  }
}

/** Reduces a picture to a palette if pngquant is installed: it becomes a third of the size and looks the same. */
async function reduce(path: string): Promise<void> {
  try {
    await promisify(execFile)('pngquant', ['--force', '--strip', '--skip-if-larger', '--output', path, path]);
  } catch (error) {
    console.log(`${path} keeps all its colours: ${String(error)}`);
  }
}

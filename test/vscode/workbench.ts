import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/browser.mjs';
import { newestCodeServer, oldestCodeServer } from '../../scripts/codeServer.mjs';
import { createSampleJob } from '../../scripts/sampleJob.mjs';
import { onOldestHost, outputFolder } from './hostExtension.mjs';

/** A real workbench on the sample jobs, with its own profile. */
export interface Workbench {
  readonly page: Page;
  readonly job: ReturnType<typeof createSampleJob>;
  /** Saves a picture of the page. */
  screenshot: (name: string) => Promise<void>;
  close: () => Promise<void>;
}

/** Without animations, so that a screenshot shows the final state. */
const stillSettings = { 'workbench.reduceMotion': 'on', 'editor.cursorBlinking': 'solid' };

export interface WorkbenchOptions {
  /** Variables for the extension host, in addition to those of this process. */
  readonly env?: Record<string, string>;
  readonly settings?: object;
  /** False for Restricted Mode. */
  readonly trusted?: boolean;
  /** The display language. The workbench itself stays English, because it comes without translations. */
  readonly language?: string;
}

/** Starts code-server with the given extensions and opens the sample workspace in a browser. */
export async function openWorkbench(
  vsixes: string[],
  { env = {}, settings = {}, trusted = true, language }: WorkbenchOptions = {},
): Promise<Workbench> {
  mkdirSync(outputFolder, { recursive: true });
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'sneakernet-vscode-'));
  const job = createSampleJob(join(folder, 'jobs'));
  let server: Awaited<ReturnType<typeof newestCodeServer.start>> | undefined;
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    server = await (onOldestHost ? oldestCodeServer : newestCodeServer).start({
      profile: join(folder, 'profile'),
      vsixes,
      env,
      trusted,
      settings: { ...stillSettings, ...settings },
    });
    browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    if (language !== undefined)
      await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)};`);
    await page.goto(`${server.address}/?${new URLSearchParams({ workspace: job.workspace }).toString()}`);
    await page.locator('.monaco-workbench .explorer-folders-view').waitFor({ timeout: 120_000 });
    return {
      page,
      job,
      screenshot: async (name) => {
        await page.screenshot({ path: join(outputFolder, `${name}.png`) });
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** Debian's, and what Chromium is called elsewhere on Linux. */
const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * @param {import('playwright-core').LaunchOptions} [options]
 * @returns {Promise<import('playwright-core').Browser>} headless Chromium that talks to nobody of its own accord.
 */
export function launchBrowser(options = {}) {
  const executablePath = candidates.find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new Error(`No Chromium at ${candidates.join(', ')}: install Debian's package chromium.`);
  return chromium.launch({
    ...options,
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

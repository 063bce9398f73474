/** `npm run icon`: renders the extension's icon, images/icon.svg, to the PNG that the marketplace needs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from './browser.mjs';
import { projectRoot } from './projectInstall.mjs';

const drawing = readFileSync(join(projectRoot, 'images', 'icon.svg'), 'utf8');
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${drawing}`);
  await page.screenshot({ path: join(projectRoot, 'images', 'icon.png'), omitBackground: true });
} finally {
  await browser.close();
}

import { afterEach, beforeEach } from 'vitest';
import type { Workbench } from './workbench';

/**
 * Saves what the page shows when a test of this file has failed, and closes what may be open for the next one.
 *
 * @param isStory Each test stands on the one before it, so that none is run after a failure.
 */
export function keepFailures(workbench: () => Workbench, isStory = false): void {
  let hasFailed = false;
  beforeEach(({ skip }) => {
    if (isStory && hasFailed) skip();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    hasFailed = true;
    const { page, screenshot } = workbench();
    await screenshot(`failed ${task.name.slice(0, 40)}`);
    for (let press = 0; press < 3; press++) await page.keyboard.press('Escape');
  });
}

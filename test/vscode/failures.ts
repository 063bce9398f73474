import { afterEach, beforeEach } from 'vitest';
import type { Workbench } from './workbench';

/**
 * When a test of this file has failed, saves a picture of the page and closes what may be open for the next test.
 *
 * @param isStory Each test depends on the one before it, so none is run after a failure.
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

import { cpSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './projectInstall.mjs';

/** The beginning of every path in the templates in samples/. */
const templateDrive = 'F:\\';

/** 4 MiB: a page blob's size is a multiple of 512 bytes. Sparse if the file system supports it. */
const diskBytes = 4 * 1024 * 1024;

/** Converts a template's path to this machine, where the sources lie; with `/` as the separator except on Windows. */
function onThisMachine(templatePath, sources) {
  const parts = templatePath.slice(templateDrive.length).split('\\');
  const separator = process.platform === 'win32' ? '\\' : '/';
  return [sources, ...parts].join(separator);
}

/** Quotes a field with a comma or a quote: templates contain neither, but the path of a temporary folder may. */
const field = (text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * Copies the samples into `folder`: `shipment`, a job whose sources exist on this machine, and `mistakes`, a job with
 * typical user mistakes. A workspace file opens both.
 * @returns {{ workspace: string, shipment: string, mistakes: string }} absolute paths.
 */
export function createSampleJob(folder) {
  const templates = join(projectRoot, 'samples');
  const shipment = join(folder, 'shipment');
  const mistakes = join(folder, 'mistakes');
  const sources = join(folder, 'sources');
  mkdirSync(shipment, { recursive: true });
  cpSync(join(templates, 'shipment', 'sources'), sources, { recursive: true });
  cpSync(join(templates, 'shipment', 'driveset.csv'), join(shipment, 'driveset.csv'));
  cpSync(join(templates, 'mistakes'), mistakes, { recursive: true });

  const disk = join(sources, 'Disks', 'survey-workstation.vhd');
  mkdirSync(join(sources, 'Disks'));
  writeFileSync(disk, '');
  truncateSync(disk, diskBytes);

  const records = readFileSync(join(templates, 'shipment', 'dataset.csv'), 'utf8').split('\r\n');
  const local = records.map((record) =>
    record
      .split(',')
      .map((text) => (text.startsWith(templateDrive) ? field(onThisMachine(text, sources)) : text))
      .join(','),
  );
  writeFileSync(join(shipment, 'dataset.csv'), local.join('\r\n'));

  const workspace = join(folder, 'sneakernet-sample.code-workspace');
  const folders = [{ path: 'shipment' }, { path: 'mistakes' }];
  writeFileSync(workspace, JSON.stringify({ folders, settings: {} }, undefined, 2));
  return { workspace, shipment, mistakes };
}

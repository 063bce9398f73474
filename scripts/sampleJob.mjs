import { cpSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './projectInstall.mjs';

/** The drive that the templates in samples/ write before every path. */
const templateDrive = 'F:\\';

/** 4 MiB: a page blob's size is a multiple of 512 bytes. Sparse on file systems that can. */
const diskBytes = 4 * 1024 * 1024;

/** A template's path, where the sources lie on this machine; elsewhere than on Windows with `/` between its parts. */
function onThisMachine(templatePath, sources) {
  const parts = templatePath.slice(templateDrive.length).split('\\');
  const separator = process.platform === 'win32' ? '\\' : '/';
  return [sources, ...parts].join(separator);
}

/** A field with a comma or a quote is quoted; templates hold neither, a machine's temporary folder may. */
const field = (text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * Copies the samples into `folder`: `shipment`, a job whose sources exist on this machine, and `mistakes`, one that
 * holds what users really paste. A workspace file opens both.
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

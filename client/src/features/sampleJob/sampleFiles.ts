/**
 * The files of the sample jobs in the extension's folder `samples/`. They are listed here because an extension in a
 * browser cannot list its folders.
 */
export const sampleFiles: readonly string[] = [
  'mistakes/dataset.csv',
  'mistakes/driveset.csv',
  'shipment/dataset.csv',
  'shipment/driveset.csv',
  'shipment/sources/Photos/2019/ferry-landing.txt',
  'shipment/sources/Photos/2019/quarry.txt',
  'shipment/sources/Projects/Bridge/notes.txt',
  'shipment/sources/Projects/Bridge/parts.csv',
  'shipment/sources/Sidecar/disk-properties.xml',
  'shipment/sources/Sidecar/photos-metadata.xml',
  'shipment/sources/readme.md',
];

/** The virtual hard disk in the sample: as a page blob, its size has to be a multiple of 512 bytes. */
export const sampleDisk = { path: 'shipment/sources/Disks/survey-workstation.vhd', bytes: 4 * 1024 * 1024 };

/** The beginning of every path in the sample's dataset. */
const sampleDrive = 'F:\\';

/** The text of a `sneakernet.json` that maps the sources to an absolute path of this machine. */
export function sampleConfiguration(sources: string): string {
  return `${JSON.stringify({ pathMap: { [sampleDrive]: sources } }, undefined, 2)}\n`;
}

/** The first free name of `name`, `name-2`, `name-3` … */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let candidate = name;
  for (let number = 2; taken.has(candidate); number++) candidate = `${name}-${number}`;
  return candidate;
}

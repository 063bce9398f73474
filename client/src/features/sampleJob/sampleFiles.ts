/** The files of the sample jobs, from the extension's folder `samples/`; an extension in a browser cannot list its folders. */
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

/** The virtual hard disk that the sample ships: a page blob's size is a multiple of 512 bytes. */
export const sampleDisk = { path: 'shipment/sources/Disks/survey-workstation.vhd', bytes: 4 * 1024 * 1024 };

/** What the sample's dataset writes before every path. */
const sampleDrive = 'F:\\';

/** The text of `sneakernet.json` that says where the sources lie: absolute path of this machine. */
export function sampleConfiguration(sources: string): string {
  return `${JSON.stringify({ pathMap: { [sampleDrive]: sources } }, undefined, 2)}\n`;
}

/** A name that is not taken: `name`, `name-2`, `name-3` … */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let candidate = name;
  for (let number = 2; taken.has(candidate); number++) candidate = `${name}-${number}`;
  return candidate;
}

import { ntfsNameProblem } from '#core/names/ntfsName';

/** Names that would lead elsewhere, or that files on the system cannot have. NTFS itself accepts them all. */
export function isUnsafeName(name: string, platform: NodeJS.Platform = process.platform): boolean {
  if (name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name)) return true;
  return platform === 'win32' && ntfsNameProblem(name) !== undefined;
}

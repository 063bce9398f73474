/** `major:minor` of a `device` as in `Stats.rdev`, whose numbers are packed as in glibc. */
export function deviceNumber(device: number | bigint): string {
  const packed = BigInt(device);
  const major = ((packed >> 8n) & 0xfffn) | ((packed >> 32n) & 0xfffff000n);
  const minor = (packed & 0xffn) | ((packed >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}

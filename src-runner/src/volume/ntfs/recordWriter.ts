import { writeFileName, writeTimes, writeUint64, type FileNameValue } from './fileName';
import type { Extent } from './layout';
import { alignUp, attributeType, fileNameLength, RECORD_BYTES, recordFlag } from './ntfsFormat';
import { writeHole, writeRun } from './runList';
import { sequenceOf } from './systemNames';
import { protectSectors } from './updateSequence';
import type { FileTimes } from './volumeTree';

const ARRAY_OFFSET = 0x30;
const FIRST_ATTRIBUTE = 0x38;

export interface StandardInformation {
  readonly times: FileTimes;
  readonly flags: number;
  readonly securityId: number;
}

/** The clusters of an attribute, and how much of them is in use, in bytes. */
export interface Stream {
  readonly extent: Extent;
  readonly allocated: number;
  readonly size: number;
}

/** Builds an MFT record attribute by attribute, in the order of their types. For records of which there are few. */
export class RecordWriter {
  private readonly bytes = new Uint8Array(RECORD_BYTES);
  private readonly view = new DataView(this.bytes.buffer);
  private at = FIRST_ATTRIBUTE;
  private attributes = 0;
  private links = 0;

  constructor(
    private readonly record: number,
    private readonly flags = 0,
  ) {}

  standardInformation({ times, flags, securityId }: StandardInformation): this {
    const value = new Uint8Array(72);
    const view = new DataView(value.buffer);
    writeTimes(view, 0, times);
    view.setUint32(32, flags, true);
    view.setUint32(52, securityId, true);
    return this.resident(attributeType.standardInformation, '', value);
  }

  fileName(name: FileNameValue): this {
    const value = new Uint8Array(fileNameLength(name.name.length));
    writeFileName(new DataView(value.buffer), 0, name);
    this.links++;
    return this.resident(attributeType.fileName, '', value, 1);
  }

  resident(type: number, name: string, value: Uint8Array, flags = 0): this {
    const valueOffset = this.head(type, name, 24);
    this.view.setUint32(this.at + 16, value.length, true);
    this.view.setUint16(this.at + 20, valueOffset, true);
    this.view.setUint8(this.at + 22, flags);
    this.bytes.set(value, this.at + valueOffset);
    return this.next(valueOffset + value.length);
  }

  nonResident(type: number, name: string, { extent, allocated, size }: Stream): this {
    const runs = this.nonResidentHead(type, name, extent.count, allocated, size);
    writeUint64(this.view, this.at + 56, size);
    return this.next(runs + writeRun(this.view, this.at + runs, extent));
  }

  /** A stream whose `count` clusters are all a hole. */
  hole(type: number, name: string, count: number, size: number): this {
    const runs = this.nonResidentHead(type, name, count, size, size);
    return this.next(runs + writeHole(this.view, this.at + runs, count));
  }

  finish(): Uint8Array {
    const { view } = this;
    this.bytes.set([0x46, 0x49, 0x4c, 0x45]);
    view.setUint16(0x10, sequenceOf(this.record), true);
    view.setUint16(0x12, this.links, true);
    view.setUint16(0x14, FIRST_ATTRIBUTE, true);
    view.setUint16(0x16, recordFlag.inUse | this.flags, true);
    view.setUint32(0x18, this.at + 8, true);
    view.setUint32(0x1c, RECORD_BYTES, true);
    view.setUint16(0x28, this.attributes, true);
    view.setUint32(0x2c, this.record, true);
    view.setUint32(this.at, attributeType.end, true);
    protectSectors(this.bytes, view, 0, RECORD_BYTES, ARRAY_OFFSET);
    return this.bytes;
  }

  /** Writes type, name and number; returns where the name ends. */
  private head(type: number, name: string, nameOffset: number): number {
    const { view, at } = this;
    view.setUint32(at, type, true);
    view.setUint8(at + 9, name.length);
    view.setUint16(at + 10, nameOffset, true);
    view.setUint16(at + 14, this.attributes++, true);
    for (let index = 0; index < name.length; index++)
      view.setUint16(at + nameOffset + 2 * index, name.charCodeAt(index), true);
    return alignUp(nameOffset + 2 * name.length, 8);
  }

  private nonResidentHead(type: number, name: string, count: number, allocated: number, size: number): number {
    const runs = this.head(type, name, 64);
    const { view, at } = this;
    view.setUint8(at + 8, 1);
    writeUint64(view, at + 24, count - 1);
    view.setUint16(at + 32, runs, true);
    writeUint64(view, at + 40, allocated);
    writeUint64(view, at + 48, size);
    return runs;
  }

  private next(length: number): this {
    this.view.setUint32(this.at + 4, alignUp(length, 8), true);
    this.at += alignUp(length, 8);
    return this;
  }
}

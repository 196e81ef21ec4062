import { Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";

/** One file of an archive; its bytes are asked for when its turn comes. */
export interface ZipEntry {
  readonly name: string;
  readonly data: Iterable<Buffer> | AsyncIterable<Buffer>;
}

/**
 * A ZIP archive as a stream: sizes follow each entry in a data descriptor, and archives beyond 4 GiB get the ZIP64 records.
 * An entry itself stays below 4 GiB. Source: PKWARE APPNOTE 6.3.10, 4.3 and 4.5.
 */
export async function* zip(entries: Iterable<ZipEntry>, at: Date): AsyncGenerator<Buffer> {
  const stamp = dosTime(at);
  const done: Written[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const local = localHeader(name, stamp);
    const written: Written = { name, offset, crc: 0, size: 0, packed: 0 };
    yield local;
    const packer = Readable.from(counted(entry.data, written)).pipe(createDeflateRaw({ level: 3 }));
    for await (const chunk of packer as AsyncIterable<Buffer>) {
      written.packed += chunk.length;
      yield chunk;
    }
    if (written.size > MOST || written.packed > MOST) throw new RangeError("an entry of an archive is below 4 GiB");
    const after = descriptor(written);
    yield after;
    done.push(written);
    offset += local.length + written.packed + after.length;
  }
  yield directory(done, stamp, offset);
}

const MOST = 0xffff_fffe;
/** Names are UTF-8 (bit 11), sizes follow the data (bit 3). */
const FLAGS = 0x0808;

interface Written {
  readonly name: Buffer;
  readonly offset: number;
  crc: number;
  size: number;
  packed: number;
}

async function* counted(data: ZipEntry["data"], into: Written): AsyncGenerator<Buffer> {
  for await (const chunk of data) {
    into.crc = crc32(chunk, into.crc);
    into.size += chunk.length;
    yield chunk;
  }
}

function localHeader(name: Buffer, stamp: number): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(FLAGS, 6);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(stamp, 10);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function descriptor({ crc, packed, size }: Written): Buffer {
  const tail = Buffer.alloc(16);
  tail.writeUInt32LE(0x08074b50, 0);
  tail.writeUInt32LE(crc, 4);
  tail.writeUInt32LE(packed, 8);
  tail.writeUInt32LE(size, 12);
  return tail;
}

function directory(entries: readonly Written[], stamp: number, offset: number): Buffer {
  const records = entries.map((entry) => directoryEntry(entry, stamp));
  const size = records.reduce((sum, record) => sum + record.length, 0);
  const large = offset + size > MOST || entries.length > 0xfffe;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(large ? 0xffff : entries.length, 8);
  end.writeUInt16LE(large ? 0xffff : entries.length, 10);
  end.writeUInt32LE(large ? 0xffff_ffff : size, 12);
  end.writeUInt32LE(large ? 0xffff_ffff : offset, 16);
  return Buffer.concat([...records, ...(large ? [zip64End(entries.length, size, offset)] : []), end]);
}

function directoryEntry({ name, offset, crc, size, packed }: Written, stamp: number): Buffer {
  const far = offset > MOST;
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(far ? 45 : 20, 4);
  head.writeUInt16LE(far ? 45 : 20, 6);
  head.writeUInt16LE(FLAGS, 8);
  head.writeUInt16LE(8, 10);
  head.writeUInt32LE(stamp, 12);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(packed, 20);
  head.writeUInt32LE(size, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt16LE(far ? 12 : 0, 30);
  head.writeUInt32LE(far ? 0xffff_ffff : offset, 42);
  if (!far) return Buffer.concat([head, name]);
  const extra = Buffer.alloc(12);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeBigUInt64LE(BigInt(offset), 4);
  return Buffer.concat([head, name, extra]);
}

function zip64End(entries: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(76);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE(45, 12);
  end.writeUInt16LE(45, 14);
  end.writeBigUInt64LE(BigInt(entries), 24);
  end.writeBigUInt64LE(BigInt(entries), 32);
  end.writeBigUInt64LE(BigInt(size), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(offset + size), 64);
  end.writeUInt32LE(1, 72);
  return end;
}

/** MS-DOS counts from 1980 and in steps of two seconds. */
function dosTime(at: Date): number {
  const year = Math.min(Math.max(at.getUTCFullYear(), 1980), 2107);
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const day = ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return ((day << 16) | time) >>> 0;
}

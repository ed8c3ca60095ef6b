import zlib from 'node:zlib';

import type { CompressionCodec } from 'hyparquet';

/** Bytes of a page; writers make pages of one MiB. */
export const MOST_PAGE_BYTES = 8 * 1024 * 1024;

/** Node has it since 22.15 (https://nodejs.org/api/zlib.html#zlibzstddecompresssyncbuffer-options). */
const unpackZstd = (zlib as { zstdDecompressSync?: typeof zlib.unzipSync }).zstdDecompressSync;

/**
 * A page as it was before it was compressed, in memory of its own: whatever reads it believes the lengths in it as far as
 * that reaches.
 *
 * @param size - bytes that it should have
 * @throws RangeError for more or fewer, and for a way of compression that is not known; what unpacks it throws
 */
export async function pageBody(
  codec: CompressionCodec,
  bytes: Uint8Array,
  size: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!(size >= 0 && size <= MOST_PAGE_BYTES)) throw new RangeError();
  const body = size === 0 ? new Uint8Array() : await unpacked(codec, bytes, size);
  if (body.length !== size) throw new RangeError();
  return body;
}

async function unpacked(
  codec: CompressionCodec,
  bytes: Uint8Array,
  size: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const most = { maxOutputLength: size };
  switch (codec) {
    case 'UNCOMPRESSED':
      return new Uint8Array(bytes);
    case 'SNAPPY': {
      const { snappyUncompress } = await import('hyparquet/src/snappy.js');
      const body = new Uint8Array(size);
      snappyUncompress(bytes, body);
      return body;
    }
    case 'GZIP':
      return new Uint8Array(zlib.unzipSync(bytes, most));
    case 'BROTLI':
      return new Uint8Array(zlib.brotliDecompressSync(bytes, most));
    case 'ZSTD':
      if (!unpackZstd) throw new RangeError();
      return new Uint8Array(unpackZstd(bytes, most));
    default:
      throw new RangeError();
  }
}

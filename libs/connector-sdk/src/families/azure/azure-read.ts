import { ProbeError } from '../../probe/probe-error.js';
import { type ByteRange, firstBytes } from '../object-tables/index.js';

/** What both storage clients answer to who wants a part of a file. */
interface Download {
  readonly contentRange?: string;
  readonly readableStreamBody?: NodeJS.ReadableStream;
}

/**
 * A part of a file, by either of the storage clients.
 *
 * @param ask - wants so many bytes from a place on
 * @throws the client's error, or ProbeError `protocol_error` for an answer that is another part
 */
export async function azureRead(
  { from, to }: ByteRange,
  ask: (from: number, count: number) => Promise<Download>,
): Promise<Uint8Array> {
  const { contentRange, readableStreamBody: body } = await ask(from, to - from);
  // A server may ignore a range (RFC 9110 section 14.2): it then begins at the beginning.
  const begins = contentRange?.startsWith(`bytes ${from}-`) === true;
  if (!body || (from > 0 && !begins)) throw new ProbeError('protocol_error');
  return firstBytes(body as AsyncIterable<Uint8Array>, to - from);
}

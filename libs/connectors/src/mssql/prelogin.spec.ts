import { HEADER_BYTES, endsMessage, packetLength, PRELOGIN, toPackets } from './packets.js';
import { ENCRYPTION, preloginAnswerForDriver, preloginRequest, readPreloginAnswer } from './prelogin.js';

const protocolError = expect.objectContaining({ code: 'protocol_error' }) as Error;

describe('the beginning of a connection', () => {
  it('says which encryption and which instance is wanted', () => {
    const request = preloginRequest(ENCRYPTION.on, 'SALES');
    expect(readPreloginAnswer(request).encryption).toBe(ENCRYPTION.on);
    expect(request.includes('SALES\0')).toBe(true);
  });

  it('is answered to the driver as by a server that has no encryption', () => {
    expect(readPreloginAnswer(preloginAnswerForDriver())).toEqual({
      encryption: ENCRYPTION.notSupported,
      instanceMatches: true,
    });
  });

  it.each([
    ['nothing', []],
    ['no end', [0, 0, 6, 0, 1]],
    ['an option beyond the end', [1, 0, 200, 0, 1, 0xff]],
    ['no version', [1, 0, 6, 0, 1, 0xff, 2]],
    ['an encryption that nobody knows', [0, 0, 11, 0, 1, 1, 0, 12, 0, 1, 0xff, 16, 77]],
  ])('is refused with %s', (_, bytes) => {
    expect(() => readPreloginAnswer(Buffer.from(bytes))).toThrow(protocolError);
  });
});

describe('packets', () => {
  it('cut a long message, and mark its last part', () => {
    const body = Buffer.alloc(9000, 'x');
    const bytes = toPackets(PRELOGIN, body);
    const parts: Buffer[] = [];
    const ends: boolean[] = [];
    for (let at = 0; at < bytes.length;) {
      const length = packetLength(bytes.subarray(at), [PRELOGIN])!;
      const packet = bytes.subarray(at, at + length);
      parts.push(packet.subarray(HEADER_BYTES));
      ends.push(endsMessage(packet));
      at += length;
    }
    expect(Buffer.concat(parts)).toEqual(body);
    expect(ends).toEqual([false, false, true]);
  });

  it('are known by their type from the first byte on', () => {
    expect(packetLength(Buffer.alloc(0), [PRELOGIN])).toBeUndefined();
    expect(packetLength(Buffer.from([PRELOGIN, 1, 0]), [PRELOGIN])).toBeUndefined();
    expect(() => packetLength(Buffer.from('S'), [PRELOGIN])).toThrow(protocolError);
    expect(() => packetLength(Buffer.from([PRELOGIN, 1, 0, 3, 0, 0, 0, 0]), [PRELOGIN])).toThrow(
      protocolError,
    );
  });
});

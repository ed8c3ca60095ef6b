import { type ParsedUri, UriError } from '#connector-sdk';

import trino from './index.js';

describe('a URI of a Trino cluster without a password', () => {
  it.each([
    ['trino://reader@h:443/hive', 'trino://reader@h:443/hive'],
    ['trino://reader@h:8080/hive', 'trino://reader@h:8080/hive?http_scheme=http'],
    ['trino://reader@h/hive', 'trino://reader@h:8080/hive?http_scheme=http'],
    ['trino://reader@h:8443?http_scheme=https', 'trino://reader@h:8443?http_scheme=https'],
  ])('%s is written as %s', (uri, written) => {
    const parsed = trino.uri?.parse(uri);
    expect(parsed).not.toBeInstanceOf(UriError);
    expect(trino.uri?.format(parsed as ParsedUri)).toBe(written);
  });
});

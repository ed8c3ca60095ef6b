import { MASK } from './characters.js';
import { HOST_KEY, hostKeyFingerprint } from './host-key.js';
import { ORIGIN } from './origin.js';
import { CERTIFICATE } from './pem.js';
import type { TextFormat } from './text-format.js';
import { THRIFT_URI } from './thrift-uri.js';

const matches = (format: TextFormat, text: string): boolean => new RegExp(format.pattern, 'u').test(text);

/** `ssh-keygen -lf` prints this fingerprint for this key. */
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl';
const KEY_FINGERPRINT = 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU';

describe('an origin', () => {
  it.each([
    ['https://Minio.Example.com', 'https://minio.example.com:443'],
    ['https://minio.example.com:443/', 'https://minio.example.com:443'],
    ['http://10.0.0.1', 'http://10.0.0.1:80'],
    ['http://[::0:1]:9000', 'http://[::1]:9000'],
  ])('%s is %s', (origin, canonical) => {
    expect(matches(ORIGIN, origin)).toBe(true);
    expect(ORIGIN.canonical?.(origin)).toBe(canonical);
  });

  it.each([
    'minio.example.com',
    'ftp://host',
    'https://',
    'https:///path',
    'https://h/p',
    'https://h?q',
    'https://h#f',
    'https://u@h',
    'https://h:0',
    'https://h:65536',
    'https://::1',
    'https://h\\@evil',
    'https://h//',
    ' https://h',
  ])('is not %s', (origin) => expect(matches(ORIGIN, origin)).toBe(false));
});

describe('a metastore', () => {
  it.each([
    ['thrift://Metastore.example.com', 'thrift://metastore.example.com:9083'],
    ['thrift://metastore.example.com:9083', 'thrift://metastore.example.com:9083'],
    ['thrift://[fd00::01]:9084', 'thrift://[fd00::1]:9084'],
  ])('%s is %s', (uri, canonical) => {
    expect(matches(THRIFT_URI, uri)).toBe(true);
    expect(THRIFT_URI.canonical?.(uri)).toBe(canonical);
  });

  it.each([
    'thrift://',
    'thrift://h/',
    'thrift://h:',
    'thrift://u@h',
    'thrift://h:1,h:2',
    'http://h:9083',
    'h:9083',
  ])('is not %s', (uri) => expect(matches(THRIFT_URI, uri)).toBe(false));
});

describe('a host key', () => {
  it('has one fingerprint, however it is written', () => {
    for (const spelled of [KEY, `${KEY} comment here`, KEY_FINGERPRINT, `${KEY_FINGERPRINT}=`]) {
      expect(matches(HOST_KEY, spelled)).toBe(true);
      expect(hostKeyFingerprint(spelled)).toBe(KEY_FINGERPRINT);
    }
  });

  it.each([
    '',
    'SHA256:',
    'SHA256:abc',
    'MD5:00:11',
    '/etc/ssh/ssh_host_key.pub',
    'ssh-ed25519',
    `${KEY}\n${KEY}`,
  ])('is not %j', (text) => expect(matches(HOST_KEY, text)).toBe(false));
});

describe('a certificate', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMAAB\n-----END CERTIFICATE-----\n';

  it('is one whatever its line ends', () => {
    const windows = pem.replaceAll('\n', '\r\n');
    expect(matches(CERTIFICATE, pem) && matches(CERTIFICATE, windows)).toBe(true);
    expect(CERTIFICATE.canonical?.(windows)).toBe(CERTIFICATE.canonical?.(pem));
    expect(CERTIFICATE.canonical?.(pem.replace('MAAB', 'MAAC'))).not.toBe(CERTIFICATE.canonical?.(pem));
  });

  it.each(['/etc/ssl/ca.pem', 'ca.pem', '-----BEGIN RSA PRIVATE KEY-----\nM\n-----END RSA PRIVATE KEY-----'])(
    'is not %s',
    (text) => expect(matches(CERTIFICATE, text)).toBe(false),
  );
});

describe('a mask', () => {
  it.each(['*', '********', ' *** ', '••••', '●●●', '*•*'])('is %s', (text) =>
    expect(new RegExp(MASK, 'u').test(text)).toBe(true),
  );
  it.each(['', ' ', '***a', 'secret*', '-----', 'xxxx'])('is not %j', (text) =>
    expect(new RegExp(MASK, 'u').test(text)).toBe(false),
  );
});

import { kdcOf, realmOf } from './krb5-conf.js';

const CONF = `
# kdc = comment.example.com
[libdefaults]
  default_realm = EXAMPLE.COM
  kdc = no.realm.example.com

[realms]
EXAMPLE.COM = {
  admin_server = admin.example.com
  ; kdc = gone.example.com
  kdc = kdc1.example.com:88
  kdc = kdc2.example.com
}
OTHER.COM = {
\tkdc=kdc.other.com
}
EMPTY.COM = {
}
[domain_realm]
  EXAMPLE.ORG = {
  kdc = wrong.section
  }
`;

describe('krb5.conf', () => {
  it.each([
    ['EXAMPLE.COM', 'kdc1.example.com:88'],
    ['OTHER.COM', 'kdc.other.com'],
    ['EMPTY.COM', null],
    ['EXAMPLE.ORG', null],
    ['example.com', null],
  ])('names the KDC of %s', (realm, kdc) => {
    expect(kdcOf(CONF, realm)).toBe(kdc);
    expect(kdcOf(CONF.replaceAll('\n', '\r\n'), realm)).toBe(kdc);
  });

  it.each(['', 'no such file', '[realms]', 'EXAMPLE.COM = {'])('may be %j', (text) => {
    expect(kdcOf(text, 'EXAMPLE.COM')).toBeNull();
  });

  it('is asked for the realm of a principal', () => {
    expect(realmOf('reader@EXAMPLE.COM')).toBe('EXAMPLE.COM');
    expect(realmOf('a@b/host@EXAMPLE.COM')).toBe('EXAMPLE.COM');
  });
});

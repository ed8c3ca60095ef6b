import { awsPlace } from './aws-place.js';

describe('awsPlace', () => {
  it.each([
    ['us-east-1', 'https://s3.us-east-1.amazonaws.com'],
    ['us-gov-west-1', 'https://s3.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'https://s3.cn-north-1.amazonaws.com.cn'],
    ['eusc-de-east-1', 'https://s3.eusc-de-east-1.amazonaws.eu'],
    ['us-iso-east-1', 'https://s3.us-iso-east-1.c2s.ic.gov'],
    ['us-isob-east-1', 'https://s3.us-isob-east-1.sc2s.sgov.gov'],
  ])('is, in %s, %s', (region, endpoint) => {
    expect(awsPlace('s3', { region })).toMatchObject({ region, endpoint, secure: true });
  });

  it('lets nothing be reached but the host and the names beneath it', () => {
    expect(awsPlace('athena', { region: 'us-east-1' }).allowed).toEqual([
      { host: 'athena.us-east-1.amazonaws.com', port: 443 },
      { host: '.athena.us-east-1.amazonaws.com', port: 443 },
    ]);
  });

  it.each([
    ['http://storage.example.com', 'storage.example.com', 80, false],
    ['https://storage.example.com:9000/', 'storage.example.com', 9000, true],
    ['https://[fd00::1]:9000', 'fd00::1', 9000, true],
  ])('is at the endpoint %s', (endpoint, host, port, secure) => {
    const place = awsPlace('s3', { region: 'us-east-1', endpoint });
    expect(place).toMatchObject({ secure, endpoint: new URL(endpoint).origin });
    expect(place.allowed[0]).toEqual({ host, port });
  });
});

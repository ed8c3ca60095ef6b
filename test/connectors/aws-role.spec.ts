import type { AwsIdentity, JsonObject } from '#connector-sdk';

import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { type CloudProber, startCloudProber } from '../support/cloud-prober.js';
import { IDENTITY } from '../support/fakes/aws-signature.js';
import { type FakeService, startHttpFake } from '../support/fakes/https-fake.js';
import { answerS3 } from '../support/fakes/s3.js';
import { answerSts, TRUSTED } from '../support/fakes/sts.js';
import { failureOf } from '../support/probe.js';

const STS = 'sts.eu-central-1.amazonaws.com';
const S3 = 's3.eu-central-1.amazonaws.com';

describe('a role of Amazon', () => {
  let authority: TestAuthority;
  let amazon: FakeService;
  let cloud: CloudProber;

  beforeAll(async () => {
    authority = await createAuthority();
    amazon = await startHttpFake(
      (request) => (request.headers.host === STS ? answerSts(request) : answerS3(request)),
      await authority.issue('*.eu-central-1.amazonaws.com'),
    );
    cloud = await startCloudProber('s3');
  });
  afterAll(async () => {
    await cloud.close();
    await Promise.all([amazon.close(), authority.close()]);
  });

  const probe = (role: JsonObject = {}, awsIdentity: AwsIdentity | undefined = IDENTITY) =>
    cloud.probe(
      { port: amazon.port, ca: authority.ca },
      {
        payload: { bucket: 'landing', region: 'eu-central-1', path_style: true },
        credential: { type: 'AWS', payload: { ...TRUSTED, ...role } },
        ...(awsIdentity ? { awsIdentity } : {}),
      },
    );
  const since = (before: number) => amazon.requests.slice(before).map(({ headers }) => headers.host);

  it('is assumed once, with the external id, and what comes of it opens the bucket', async () => {
    const before = amazon.requests.length;
    const outcome = await probe();
    expect(failureOf(outcome)).toBeUndefined();
    expect(outcome.steps.at(-1)).toMatchObject({ step: 'list', status: 'ok' });
    expect(since(before)).toEqual([STS, S3, S3, S3]);
    const asked = new URLSearchParams(amazon.requests[before]!.body);
    expect(Object.fromEntries(asked)).toMatchObject({
      Action: 'AssumeRole',
      RoleArn: TRUSTED.role_arn,
      ExternalId: TRUSTED.external_id,
      DurationSeconds: '900',
    });
  });

  it.each<[string, JsonObject, AwsIdentity, string, RegExp]>([
    ['another external id', { external_id: 'patchbay-other' }, IDENTITY, 'auth_failed', /trust policy/],
    [
      'a role that trusts nobody',
      { role_arn: 'arn:aws:iam::1:role/x' },
      IDENTITY,
      'auth_failed',
      /trust policy/,
    ],
    ['a wrong secret of the operator', {}, { ...IDENTITY, secretAccessKey: 'x' }, 'auth_failed', /operator/],
    [
      'an unknown key of the operator',
      {},
      { ...IDENTITY, accessKeyId: 'AKIDNOBODY' },
      'auth_failed',
      /operator/,
    ],
    [
      'a region without the service',
      { role_arn: 'arn:aws:iam::1:role/asleep' },
      IDENTITY,
      'wrong_region',
      /region/,
    ],
  ])('says what to do about %s', async (_, role, identity, code, hint) => {
    const before = amazon.requests.length;
    const outcome = await probe(role, identity);
    expect(failureOf(outcome)).toBe(`authenticate: ${code}`);
    expect(outcome.steps.find((step) => step.status === 'failed')?.hint).toMatch(hint);
    expect(since(before)).toEqual([STS]);
  });

  it('is never assumed without an external id', async () => {
    const before = amazon.requests.length;
    const outcome = await cloud.probe(
      { port: amazon.port, ca: authority.ca },
      {
        payload: { bucket: 'landing', region: 'eu-central-1' },
        credential: { type: 'AWS', payload: { role_arn: TRUSTED.role_arn } },
        awsIdentity: IDENTITY,
      },
    );
    expect(failureOf(outcome)).toBe('authenticate: credential_invalid');
    expect(since(before)).toEqual([]);
  });

  it('needs an identity of the service', async () => {
    const before = amazon.requests.length;
    const outcome = await cloud.probe(
      { port: amazon.port, ca: authority.ca },
      {
        payload: { bucket: 'landing', region: 'eu-central-1' },
        credential: { type: 'AWS', payload: TRUSTED },
      },
    );
    expect(failureOf(outcome)).toBe('authenticate: auth_method_not_supported');
    expect(outcome.steps.find((step) => step.status === 'failed')?.hint).toContain(
      'PATCHBAY_AWS_ACCESS_KEY_ID',
    );
    expect(since(before)).toEqual([]);
  });

  it('asks Amazon itself, whatever endpoint the connection names', async () => {
    const endpoint = 'https://storage.example.com';
    const before = amazon.requests.length;
    const outcome = await cloud.probe(
      { port: amazon.port, ca: authority.ca },
      {
        payload: { bucket: 'landing', region: 'eu-central-1', endpoint, path_style: true },
        credential: { type: 'AWS', payload: TRUSTED },
        awsIdentity: IDENTITY,
      },
    );
    // All names lead to one port here, and what listens there has no certificate for this one.
    expect(failureOf(outcome)).toBe('tls: tls_name_mismatch');
    expect(since(before)).toEqual([STS]);
  });
});

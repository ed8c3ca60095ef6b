import { createHash, createHmac } from 'node:crypto';

import type { FakeRequest } from './https-fake.js';

/** The key that the fakes of Amazon's services know. */
export const AWS_KEY = { access_key: 'AKIDEXAMPLE', secret_key: 'fake-secret-key' };

/** What the fake of the token service gives for a role; `session_token` has to come along. */
export const ASSUMED_KEY = {
  access_key: 'ASIDEXAMPLE',
  secret_key: 'fake-assumed-secret',
  session_token: 'fake-session',
};

/** The deployment's own key, which may assume roles. */
export const IDENTITY = { accessKeyId: 'AKIDIDENTITY', secretAccessKey: 'fake-identity-secret' };

const SECRETS: Readonly<Record<string, string>> = {
  [AWS_KEY.access_key]: AWS_KEY.secret_key,
  [ASSUMED_KEY.access_key]: ASSUMED_KEY.secret_key,
  [IDENTITY.accessKeyId]: IDENTITY.secretAccessKey,
};

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/** What a signed request says of itself; `signature` is false where the secret was another one. */
export interface AwsSignature {
  readonly accessKey: string;
  readonly region: string;
  readonly service: string;
  readonly holds: boolean;
}

/** Reads and verifies signature version 4 (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). */
export function readAwsSignature(request: FakeRequest): AwsSignature | undefined {
  const found = AUTHORIZATION.exec(request.headers.authorization ?? '');
  if (!found) return undefined;
  const [, accessKey = '', date = '', region = '', service = '', signed = '', signature = ''] = found;
  const scope = `${date}/${region}/${service}/aws4_request`;
  const names = signed.split(';');
  const canonical = [
    request.method,
    request.url.pathname,
    canonicalQuery(request.url),
    ...names.map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    signed,
    request.headers['x-amz-content-sha256'] ?? sha256(request.body),
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${SECRETS[accessKey] ?? ''}`,
  );
  return { accessKey, region, service, holds: hmac(key, text).toString('hex') === signature };
}

function canonicalQuery(url: URL): string {
  const encode = (text: string): string =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  return [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

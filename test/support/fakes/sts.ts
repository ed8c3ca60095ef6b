import { ASSUMED_KEY, IDENTITY, readAwsSignature } from './aws-signature.js';
import type { FakeAnswer, FakeRequest } from './https-fake.js';

/** The role that the fake knows, and what its trust policy asks for. */
export const TRUSTED = {
  role_arn: 'arn:aws:iam::123456789012:role/reader',
  external_id: 'patchbay-00000000-0000-4000-8000-000000000000',
};

/** Answers AssumeRole as Amazon documents it (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html). */
export function answerSts(request: FakeRequest): FakeAnswer {
  const signature = readAwsSignature(request);
  if (signature?.service !== 'sts') return failure(403, 'MissingAuthenticationToken');
  if (signature.accessKey !== IDENTITY.accessKeyId) return failure(403, 'InvalidClientTokenId');
  if (!signature.holds) return failure(403, 'SignatureDoesNotMatch');
  const asked = Object.fromEntries(new URLSearchParams(request.body));
  if (asked['RoleArn']?.endsWith('/asleep')) return failure(403, 'RegionDisabledException');
  const trusted = asked['RoleArn'] === TRUSTED.role_arn && asked['ExternalId'] === TRUSTED.external_id;
  if (asked['Action'] !== 'AssumeRole' || !trusted) return failure(403, 'AccessDenied');
  return xml(
    200,
    `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
    <AccessKeyId>${ASSUMED_KEY.access_key}</AccessKeyId>
    <SecretAccessKey>${ASSUMED_KEY.secret_key}</SecretAccessKey>
    <SessionToken>${ASSUMED_KEY.session_token}</SessionToken>
    <Expiration>2999-01-01T00:00:00Z</Expiration>
    </Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  );
}

function failure(status: number, code: string): FakeAnswer {
  return xml(
    status,
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
    <Code>${code}</Code><Message>No.</Message></Error></ErrorResponse>`,
  );
}

function xml(status: number, body: string): FakeAnswer {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

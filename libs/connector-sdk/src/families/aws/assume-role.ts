import type { ProbeContext } from '../../probe/probe.js';
import { type ErrorClassifier, ProbeError } from '../../probe/probe-error.js';
import { classifyError } from '../../probe/classify-error.js';
import { vendorContext } from '../vendor-cloud/index.js';
import { awsError, awsErrorName } from './aws-errors.js';
import { awsPlace } from './aws-place.js';
import { type AwsKey, clientOptions } from './client-options.js';

/** Seconds; the least that Amazon gives (STS API reference, `AssumeRole`), and more than a check takes. */
const LASTS = 900;
const SESSION = 'patchbay-check';

/**
 * A short-lived key of a role. The deployment's own identity asks for it at Amazon itself, in the given region,
 * whatever endpoint the connection has; and never without the external id.
 *
 * @throws ProbeError `auth_method_not_supported` without an identity, `credential_invalid` without an external
 *   id, `auth_failed` when the role does not trust the identity or the id, and what {@link awsError} knows
 */
export async function assumeRole(
  roleArn: string,
  externalId: string | undefined,
  region: string,
  context: ProbeContext,
): Promise<AwsKey> {
  const identity = context.awsIdentity;
  if (externalId === undefined) {
    throw new ProbeError('credential_invalid', {
      hint: 'The external id for the role’s trust policy is made when the credential is stored. Store it, add server_fields.external_id to the policy, then test.',
    });
  }
  if (identity === null) {
    throw new ProbeError('auth_method_not_supported', {
      hint: 'A role is assumed with a key of whoever asks for it, and this service has none: its operator sets PATCHBAY_AWS_ACCESS_KEY_ID and PATCHBAY_AWS_SECRET_ACCESS_KEY. Until then, use an access key.',
    });
  }
  const { STSClient, AssumeRoleCommand } = await import('@aws-sdk/client-sts');
  const client = new STSClient(clientOptions(vendorContext(context), awsPlace('sts', { region }), identity));
  const assume = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: SESSION,
    ExternalId: externalId,
    DurationSeconds: LASTS,
  });
  try {
    const { Credentials: key } = await client.send(assume, { abortSignal: context.signal });
    if (!key?.AccessKeyId || !key.SecretAccessKey || !key.SessionToken)
      throw new ProbeError('protocol_error');
    return {
      accessKeyId: key.AccessKeyId,
      secretAccessKey: key.SecretAccessKey,
      sessionToken: key.SessionToken,
    };
  } catch (error) {
    throw classifyError(error, roleError);
  } finally {
    client.destroy();
  }
}

const NOT_TRUSTED =
  'Amazon refused the role. Its trust policy must name the identity of this service as principal, and sts:ExternalId as the credential shows it (server_fields.external_id).';
const OPERATORS_KEY =
  'Amazon refused this service’s own key, not the role: its operator must check PATCHBAY_AWS_ACCESS_KEY_ID and PATCHBAY_AWS_SECRET_ACCESS_KEY.';
const REGION_OFF =
  'The security token service is switched off in this region; the owner of the account switches it on.';

/** What the errors of AssumeRole mean; a role that is not there is denied like one that does not trust. */
const roleError: ErrorClassifier = (error) => {
  const known = awsError(error);
  if (!known) return undefined;
  const name = awsErrorName(error);
  if (name === 'RegionDisabled') return refused('wrong_region', REGION_OFF, error);
  if (known.code === 'permission_denied') return refused('auth_failed', NOT_TRUSTED, error);
  return known.code === 'auth_failed' ? refused('auth_failed', OPERATORS_KEY, error) : known;
};

function refused(code: 'auth_failed' | 'wrong_region', hint: string, cause: unknown): ProbeError {
  return new ProbeError(code, { step: 'authenticate', hint, cause });
}

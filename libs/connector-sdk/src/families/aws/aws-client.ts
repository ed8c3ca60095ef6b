import type { ProbeContext, ProbeTarget } from '../../probe/probe.js';
import { ProbeError } from '../../probe/probe-error.js';
import { textOf } from '../../uri/write-uri.js';
import { assumeRole } from './assume-role.js';
import type { AwsPlace } from './aws-place.js';
import { type AwsClientOptions, type AwsKey, clientOptions } from './client-options.js';

/**
 * Options for a client of Amazon's SDK that uses the credential's key or role alone.
 *
 * @throws ProbeError `tls_not_supported` when TLS is required and the endpoint is an `http:` one,
 *   `credential_invalid`; the first request throws what {@link assumeRole} does
 */
export function awsClientOptions(
  target: ProbeTarget,
  context: ProbeContext,
  place: AwsPlace,
): AwsClientOptions {
  if (!place.secure) withoutTls(context);
  return clientOptions(context, place, credentialsOf(target, context, place.region));
}

function withoutTls(context: ProbeContext): void {
  if (context.tls.required) {
    throw new ProbeError('tls_not_supported', {
      hint: 'The endpoint begins with http. Use https, or set transport.tls.mode to prefer or disable, if your tenant allows it.',
    });
  }
  context.tlsDone(false);
}

function credentialsOf(
  { credential }: ProbeTarget,
  context: ProbeContext,
  region: string,
): AwsClientOptions['credentials'] {
  const payload = credential?.payload;
  const roleArn = textOf(payload, 'role_arn');
  if (roleArn !== undefined) {
    let assumed: Promise<AwsKey> | undefined;
    return () => (assumed ??= assumeRole(roleArn, textOf(payload, 'external_id'), region, context));
  }
  const accessKeyId = textOf(payload, 'access_key');
  const secretAccessKey = textOf(payload, 'secret_key');
  const sessionToken = textOf(payload, 'session_token');
  if (accessKeyId === undefined || secretAccessKey === undefined) throw new ProbeError('credential_invalid');
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';

import type { ProbeContext, ProbeTarget } from '../../probe/probe.js';
import { ProbeError } from '../../probe/probe-error.js';
import { textOf } from '../../uri/write-uri.js';
import type { AwsPlace } from './aws-place.js';

/** What each client of Amazon's SDK takes. */
export interface AwsClientOptions {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly maxAttempts: number;
  readonly retryMode: 'standard';
  readonly defaultsMode: 'standard';
  readonly useDualstackEndpoint: false;
  readonly useFipsEndpoint: false;
  readonly disableClockSkewCorrection: true;
  readonly authSchemePreference: string[];
  readonly userAgentAppId: string;
  readonly requestHandler: {
    readonly httpAgent: HttpAgent;
    readonly httpsAgent: HttpsAgent;
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
  };
}

/**
 * Options for a client of Amazon's SDK that uses the given key alone, over the probe's network, without retries.
 * Each option that the SDK would otherwise look for in the environment or in `~/.aws` is said here.
 *
 * @throws ProbeError `tls_not_supported` when TLS is required and the endpoint is an `http:` one,
 *   `auth_method_not_supported` for a role, `credential_invalid`
 */
export function awsClientOptions(
  target: ProbeTarget,
  context: ProbeContext,
  place: AwsPlace,
): AwsClientOptions {
  if (!place.secure) withoutTls(context);
  const agents = context.network.agents(place.allowed);
  return {
    region: place.region,
    endpoint: place.endpoint,
    credentials: keysOf(target),
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    disableClockSkewCorrection: true,
    authSchemePreference: ['aws.auth#sigv4'],
    userAgentAppId: 'patchbay-check',
    requestHandler: {
      httpAgent: agents.http,
      httpsAgent: agents.https,
      connectionTimeout: context.remainingMs(),
      requestTimeout: context.remainingMs(),
      throwOnRequestTimeout: true,
    },
  };
}

function withoutTls(context: ProbeContext): void {
  if (context.tls.required) {
    throw new ProbeError('tls_not_supported', {
      hint: 'The endpoint begins with http. Use https, or set transport.tls.mode to prefer or disable, if your tenant allows it.',
    });
  }
  context.tlsDone(false);
}

function keysOf({ credential }: ProbeTarget): AwsClientOptions['credentials'] {
  const payload = credential?.payload;
  if (textOf(payload, 'role_arn') !== undefined) {
    throw new ProbeError('auth_method_not_supported', {
      hint: 'A role is assumed with keys of whoever asks for it, and this service has none of its own. Use an access key to test the connection.',
    });
  }
  const accessKeyId = textOf(payload, 'access_key');
  const secretAccessKey = textOf(payload, 'secret_key');
  const sessionToken = textOf(payload, 'session_token');
  if (accessKeyId === undefined || secretAccessKey === undefined) throw new ProbeError('credential_invalid');
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

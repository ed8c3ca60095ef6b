import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';

import type { ProbeContext } from '../../probe/probe.js';
import type { AwsPlace } from './aws-place.js';

/** What signs requests. */
export interface AwsKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What each client of Amazon's SDK takes. */
export interface AwsClientOptions {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: AwsKey | (() => Promise<AwsKey>);
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
 * Options over the probe's network, without retries. Each option that the SDK would otherwise look for in the
 * environment or in `~/.aws` is said here.
 */
export function clientOptions(
  context: ProbeContext,
  place: AwsPlace,
  credentials: AwsClientOptions['credentials'],
): AwsClientOptions {
  const agents = context.network.agents(place.allowed);
  return {
    region: place.region,
    endpoint: place.endpoint,
    credentials,
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
      requestTimeout: context.statementMs(),
      throwOnRequestTimeout: true,
    },
  };
}

import type { JsonObject } from '../../json/json.js';
import type { AllowedPlace } from '../../probe/probe.js';
import { textOf } from '../../uri/write-uri.js';

/** Where one service of Amazon, or one that speaks its protocol, is. */
export interface AwsPlace {
  /** An origin: the SDK is always told, for else it would look into files of this machine for one. */
  readonly endpoint: string;
  readonly region: string;
  /** False for an endpoint that begins with `http:`. */
  readonly secure: boolean;
  /** The host, and the names beneath it, which buckets have. */
  readonly allowed: readonly AllowedPlace[];
}

/** Domains by the beginning of a region (https://docs.aws.amazon.com/general/latest/gr/rande.html, botocore's partitions.json). */
const DOMAINS: readonly (readonly [string, string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
  ['us-iso-', 'c2s.ic.gov'],
];
const DOMAIN = 'amazonaws.com';

/**
 * The place that a payload with `region` and maybe `endpoint` names.
 *
 * @param service - the first label of the service's host name: `s3`, `athena`
 */
export function awsPlace(service: string, payload: JsonObject): AwsPlace {
  const region = textOf(payload, 'region') ?? '';
  const domain = DOMAINS.find(([beginning]) => region.startsWith(beginning))?.[1] ?? DOMAIN;
  const endpoint = textOf(payload, 'endpoint') ?? `https://${service}.${region}.${domain}`;
  const { protocol, hostname, port, origin } = new URL(endpoint);
  const secure = protocol === 'https:';
  const number = port === '' ? (secure ? 443 : 80) : Number(port);
  // An IPv6 literal has brackets in a URL alone.
  const host = hostname.replace(/^\[|\]$/g, '');
  return {
    endpoint: origin,
    region,
    secure,
    allowed: [
      { host, port: number },
      { host: `.${host}`, port: number },
    ],
  };
}

/** The versions that a lease is of. */
export interface LeasedVersions {
  readonly version: number;
  readonly secretVersion: number;
}

const TAG = /^(?:W\/)?"(\d{1,10})(?:\.(\d{1,10}))?"$/;

/** The entity tag of leased secrets: the connection's version and the credential's. */
export function leaseTag({ version, secretVersion }: LeasedVersions): string {
  return `"${version}.${secretVersion}"`;
}

/**
 * True when `If-None-Match` (RFC 9110 section 13.1.2) names what is there now. The connection's version alone
 * names it too: whether a secret changed beneath it is seen from the caller's own lease.
 */
export function namesLeased(header: string | undefined, { version, secretVersion }: LeasedVersions): boolean {
  return (header ?? '').split(',').some((part) => {
    const match = TAG.exec(part.trim());
    if (!match || Number(match[1]) !== version) return false;
    return match[2] === undefined || Number(match[2]) === secretVersion;
  });
}

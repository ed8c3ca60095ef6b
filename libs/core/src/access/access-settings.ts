import type { TrustedIssuer } from './issuer.js';

/** What access control takes from the configuration; given as a provider under this class. */
export class AccessSettings {
  constructor(
    readonly platformAdminKey: string,
    readonly issuers: readonly TrustedIssuer[],
  ) {}
}

/** Why a connection was not even tried. */
export type EgressErrorCode = 'egress_denied' | 'dns_not_found' | 'dns_failed' | 'redirect_outside_target';

const MESSAGES: Record<EgressErrorCode, string> = {
  egress_denied: 'This address may not be reached from here.',
  dns_not_found: 'The host name is not known.',
  dns_failed: 'The host name could not be looked up.',
  redirect_outside_target: 'The server pointed to an address outside of the declared target.',
};

/**
 * A connection that this module refused, or whose name it could not turn into an address.
 *
 * @remarks Neither the message nor the cause names the host or what it resolved to: the caller of a check
 * may be looking for exactly that.
 */
export class EgressError extends Error {
  constructor(readonly code: EgressErrorCode) {
    super(MESSAGES[code]);
    this.name = 'EgressError';
  }
}

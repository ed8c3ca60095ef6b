import type { KeyProvider } from '#platform/vault';

/** What the service's own tokens take from the configuration; given as a provider under this class. */
export class TokenSettings {
  constructor(
    /** The claim `iss` of our own tokens, and their audience: the address of the service, without a slash at its end. */
    readonly issuer: string,
    /** Wraps the private halves of the signing keys. */
    readonly keys: KeyProvider,
  ) {}
}

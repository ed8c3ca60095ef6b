import { ProbeError } from './probe-error.js';

/** What the npm package `kerberos` exports, as far as it is used. */
export interface KerberosPackage {
  readonly GSS_MECH_OID_KRB5: number;
  readonly GSS_MECH_OID_SPNEGO: number;
  initializeClient(
    service: string,
    options: { readonly mechOID: number; readonly principal: string },
  ): Promise<{ step(challenge: string): Promise<string | null> }>;
}

const PACKAGE = 'kerberos';

/**
 * Loads the package, which `npm run drivers:native` builds and no install brings.
 *
 * @throws ProbeError `driver_not_installed`
 */
export async function loadKerberos(name: string = PACKAGE): Promise<KerberosPackage> {
  try {
    // The name is no constant to the compiler, so that nothing looks for types of it.
    const module = (await import(name)) as { default?: KerberosPackage } & KerberosPackage;
    return module.default ?? module;
  } catch (cause) {
    throw new ProbeError('driver_not_installed', { step: 'authenticate', facts: { driver: PACKAGE }, cause });
  }
}

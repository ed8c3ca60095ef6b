import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrustedIssuer } from '#core';
import {
  type Config,
  createKeyringFile,
  loadKeyring,
  readOrCreateSecretFile,
  readSecretFile,
} from '#platform/config';
import { type KeyProvider, LocalKeyProvider } from '#platform/vault';

const SECRET_BYTES = 32;

export const DEVELOPMENT_ISSUER = 'patchbay-development';
export const DEVELOPMENT_AUDIENCE = 'patchbay';

/** The platform's key: the operator's, or one that was generated, and then where it lies. */
export interface PlatformKey {
  readonly value: string;
  readonly file: string | null;
}

export async function platformKey(config: Config): Promise<PlatformKey> {
  if (config.platformAdminKey !== undefined) return { value: config.platformAdminKey, file: null };
  const file = join(config.home, 'platform-admin.key');
  const { value } = await readOrCreateSecretFile(file, SECRET_BYTES);
  return { value, file };
}

/** The key ring, and how to take back one that was made for a database that another one had sealed. */
export async function keyRing(config: Config): Promise<{ keys: KeyProvider; discard(): Promise<void> }> {
  if (config.keyringFile !== undefined) {
    return {
      keys: new LocalKeyProvider(await loadKeyring(config.keyringFile)),
      discard: async () => undefined,
    };
  }
  const file = join(config.home, 'keyring.json');
  const created = await createKeyringFile(file);
  return {
    keys: new LocalKeyProvider(await loadKeyring(file)),
    discard: async () => {
      if (created) await rm(file, { force: true });
    },
  };
}

/** The secret that signs development tokens; it exists only where no real issuer is configured. */
export async function developmentSecret(home: string): Promise<string> {
  return (await readOrCreateSecretFile(join(home, 'development-jwt.secret'), SECRET_BYTES)).value;
}

/** The issuers of the configuration, or the development one. */
export async function trustedIssuers(config: Config): Promise<TrustedIssuer[]> {
  if (config.jwtIssuers.length === 0) {
    const secret = await developmentSecret(config.home);
    return [
      {
        issuer: DEVELOPMENT_ISSUER,
        audience: DEVELOPMENT_AUDIENCE,
        algorithms: ['HS256'],
        keys: { secret },
      },
    ];
  }
  return Promise.all(
    config.jwtIssuers.map(async (issuer) => ({
      issuer: issuer.issuer,
      audience: issuer.audience,
      algorithms: issuer.algorithms,
      claims: issuer.claims,
      ...(issuer.tenant === undefined ? {} : { tenant: issuer.tenant }),
      ...(issuer.tenants === undefined ? {} : { tenants: issuer.tenants }),
      keys:
        issuer.jwksUri === undefined
          ? { secret: await readSecretFile(issuer.secretFile!) }
          : { jwksUri: issuer.jwksUri },
    })),
  );
}

import type { PlatformKey } from './secrets.js';

/** What a person who started the server needs to know next. */
export interface BannerFacts {
  readonly url: string;
  readonly key: PlatformKey;
  readonly embedded: boolean;
}

/** The banner: where it is, where the docs are, where the key is, and the next command. */
export function banner({ url, key, embedded }: BannerFacts): string {
  const keyText = key.file ? `$(cat ${key.file})` : '$PATCHBAY_PLATFORM_ADMIN_KEY';
  return [
    '',
    `  Patchbay is ready        ${url}`,
    `  Documentation            ${url}/docs`,
    `  Platform admin key       ${key.file ?? 'PATCHBAY_PLATFORM_ADMIN_KEY'}`,
    `  Database                 ${embedded ? 'embedded Postgres' : 'DATABASE_URL'}`,
    ...(embedded ? ['  Connections may reach    the internet and this machine (development)'] : []),
    '',
    '  Make a tenant:',
    `    curl -X POST ${url}/api/platform/tenants \\`,
    `      -H "Authorization: Bearer ${keyText}" \\`,
    `      -H 'Content-Type: application/json' -d '{"slug": "acme", "name": "Acme"}'`,
    '',
    '',
  ].join('\n');
}

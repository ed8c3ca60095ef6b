import { createSecureContext } from 'node:tls';

import { createAuthority, type KeyAndCertificate, type TestAuthority } from './certificates.js';
import type { ServerSideTls } from './encrypting-server.js';

/** Certificates of one authority, each made when it is asked for the first time. */
export interface CertificateShop {
  /** The authority's own. */
  readonly ca: string;
  /** One that names 127.0.0.1, or whatever name the client asks for. */
  trusted(): Promise<ServerSideTls>;
  /** For another name, or with a lifetime of so many days. */
  issue(name: string, days?: number): Promise<KeyAndCertificate>;
  close(): Promise<void>;
}

const ADDRESS = '127.0.0.1';

export async function openCertificateShop(): Promise<CertificateShop> {
  const authority: TestAuthority = await createAuthority();
  const made = new Map<string, Promise<KeyAndCertificate>>();
  const issue = (name: string, days?: number): Promise<KeyAndCertificate> => {
    const key = `${name} ${days ?? ''}`;
    const found = made.get(key) ?? authority.issue(name, days);
    made.set(key, found);
    return found;
  };
  return {
    ca: authority.ca,
    issue,
    trusted: async () => ({
      ...(await issue(ADDRESS)),
      SNICallback: (name, done) => {
        issue(name).then(
          (certificate) => done(null, createSecureContext({ ...certificate })),
          (error: Error) => done(error),
        );
      },
    }),
    close: () => authority.close(),
  };
}

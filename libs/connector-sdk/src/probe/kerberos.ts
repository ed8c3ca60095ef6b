import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { REALM } from '../formats/names.js';
import { isJsonObject } from '../json/json.js';
import { kerberosError } from './kerberos-errors.js';
import { loadKerberos } from './kerberos-package.js';
import type { ProbeContext, ProbeTarget } from './probe.js';
import { ProbeError } from './probe-error.js';
import { textOf } from '../uri/write-uri.js';

/** One side of a Kerberos negotiation (RFC 4121), as the npm package `kerberos` offers it. */
export interface KerberosInitiator {
  /**
   * @param challenge - base64; empty for the first step
   * @returns base64 of what to send; empty when nothing is left to say
   */
  step(challenge: string): Promise<string>;
}

export interface KerberosService {
  /** The service's own name, where the transport says none. */
  readonly service: string;
  /** The host that the service's principal names. */
  readonly host: string;
  /** `spnego` for HTTP (RFC 4559). */
  readonly mechanism?: 'krb5' | 'spnego';
}

const KDC_PORT = 88;
const REALM_ALONE = new RegExp(REALM.pattern, 'u');
/** Ticket requests of one login; each is one connection, and a forwarder takes one. */
const KDC_CONNECTIONS = 6;
/** Of what `kinit` says, the end is enough. */
const MESSAGE_CHARACTERS = 4_000;

/**
 * Gets a ticket for the service and answers the client's side of the negotiation. The key distribution centre
 * is reached through the probe's network; configuration and keytab live in the job's own folder.
 *
 * @throws ProbeError `driver_not_installed` without the package `kerberos`, `target_incomplete` without a KDC
 *   or realm; `auth_failed`, `auth_expired`, `account_locked`, `credential_invalid` or `kerberos_failed` by what the
 *   KDC says
 */
export async function kerberosInitiator(
  target: ProbeTarget,
  context: ProbeContext,
  { service, host, mechanism = 'krb5' }: KerberosService,
): Promise<KerberosInitiator> {
  const library = await loadKerberos();
  const transport = isJsonObject(target.transport?.['kerberos']) ? target.transport['kerberos'] : {};
  const credential = target.credential?.payload;
  const principal = textOf(credential, 'principal') ?? '';
  const keytab = textOf(credential, 'keytab');
  const realm = textOf(transport, 'realm') ?? principal.split('@')[1] ?? '';
  const kdc = textOf(transport, 'kdc') ?? '';
  requireParts({ 'transport.kerberos.kdc': kdc, 'transport.kerberos.realm': realm });
  // It goes into a file of settings, and a principal may hold anything.
  if (!REALM_ALONE.test(realm)) throw new ProbeError('credential_invalid');
  await writeConfiguration(context, realm, kdc);
  if (keytab !== undefined) await useKeytab(context, keytab);
  else await requestTicket(context, principal, textOf(credential, 'password') ?? '');
  const mechOID = mechanism === 'spnego' ? library.GSS_MECH_OID_SPNEGO : library.GSS_MECH_OID_KRB5;
  const name = `${textOf(transport, 'service_name') ?? service}@${host}`;
  const client = await guarded(() => library.initializeClient(name, { mechOID, principal }));
  return { step: (challenge) => guarded(async () => (await client.step(challenge)) ?? '') };
}

function requireParts(parts: Readonly<Record<string, string>>): void {
  const missing = Object.keys(parts).filter((path) => parts[path] === '');
  if (missing.length > 0) {
    throw new ProbeError('target_incomplete', { step: 'authenticate', facts: { missing } });
  }
}

/** The library reads its settings from files that the environment names; a prober has one job at a time. */
async function writeConfiguration(context: ProbeContext, realm: string, kdc: string): Promise<void> {
  const [, host = kdc, port = String(KDC_PORT)] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(kdc) ?? [];
  const forwards = await Promise.all(
    Array.from({ length: KDC_CONNECTIONS }, () => context.network.forward(host, Number(port))),
  );
  const text = `[libdefaults]
default_realm = ${realm}
dns_lookup_kdc = false
dns_lookup_realm = false
dns_canonicalize_hostname = false
rdns = false
qualify_shortname = ""
udp_preference_limit = 1
[realms]
${realm} = {
${forwards.map((forward) => `  kdc = ${forward.host}:${forward.port}`).join('\n')}
}
`;
  const file = join(context.temporaryFolder, 'krb5.conf');
  await writeFile(file, text, { mode: 0o600 });
  process.env['KRB5_CONFIG'] = file;
  // What the job before this one left there.
  delete process.env['KRB5_CLIENT_KTNAME'];
  process.env['KRB5CCNAME'] = `FILE:${join(context.temporaryFolder, 'tickets')}`;
}

async function useKeytab(context: ProbeContext, keytab: string): Promise<void> {
  const file = join(context.temporaryFolder, 'client.keytab');
  await writeFile(file, Buffer.from(keytab, 'base64'), { mode: 0o600 });
  process.env['KRB5_CLIENT_KTNAME'] = `FILE:${file}`;
}

/** A password becomes a ticket by `kinit`, which reads it from standard input. */
async function requestTicket(context: ProbeContext, principal: string, password: string): Promise<void> {
  const failure = await new Promise<string | undefined>((resolve, reject) => {
    const { KRB5_CONFIG, KRB5CCNAME } = process.env;
    const child = spawn('kinit', ['--', principal], {
      env: { PATH: '/usr/bin:/bin:/usr/local/bin', LC_ALL: 'C', KRB5_CONFIG, KRB5CCNAME },
      stdio: ['pipe', 'pipe', 'pipe'],
      signal: context.signal,
    });
    child.once('error', (cause: NodeJS.ErrnoException) => {
      const absent = cause.code === 'ENOENT';
      reject(
        absent
          ? new ProbeError('driver_not_installed', { step: 'authenticate', facts: { driver: 'kinit' } })
          : cause,
      );
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (said = (said + String(chunk)).slice(-MESSAGE_CHARACTERS)));
    }
    child.once('close', (code) => resolve(code === 0 ? undefined : said));
    child.stdin.on('error', () => undefined).end(`${password}\n`);
  });
  if (failure !== undefined) throw kerberosError(failure);
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw kerberosError(cause instanceof Error ? cause.message : '', cause);
  }
}

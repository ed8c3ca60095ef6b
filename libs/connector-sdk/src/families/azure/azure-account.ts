import type { ProbeTarget } from '../../probe/probe.js';
import { ProbeError } from '../../probe/probe-error.js';
import { textOf } from '../../uri/write-uri.js';

/** A container of a storage account, at one of its endpoints. */
export interface AzureAccount {
  readonly name: string;
  readonly host: string;
  /** Of the container, with the shared access signature as its query. */
  readonly url: string;
  /** Undefined where the signature is all there is. */
  readonly accountKey: string | undefined;
}

/**
 * The container that a target names.
 *
 * @param service - `blob`, or `dfs` for the endpoint with folders
 * @throws ProbeError `credential_invalid` for a signature that is none
 */
export function azureAccount(
  { payload, credential }: ProbeTarget,
  service: 'blob' | 'dfs',
  container: string,
): AzureAccount {
  const name = (textOf(payload, 'storage_account') ?? '').toLowerCase();
  const host = `${name}.${service}.${textOf(payload, 'endpoint_suffix') ?? ''}`;
  const url = new URL(`https://${host}/${encodeURIComponent(container)}`);
  const accountKey = textOf(credential?.payload, 'account_key');
  if (accountKey === undefined) url.search = signatureOf(textOf(credential?.payload, 'sas_key') ?? '');
  return { name, host, url: url.href, accountKey };
}

/** A shared access signature is handed out as a query, with or without the question mark. */
function signatureOf(sas: string): string {
  const query = sas.trim().replace(/^\?/, '');
  const signature = new URLSearchParams(query).get('sig');
  if (signature !== null && signature !== '') return query;
  throw new ProbeError('credential_invalid', {
    hint: 'A shared access signature is a query with sig in it. Send the whole of it, without the address in front.',
  });
}

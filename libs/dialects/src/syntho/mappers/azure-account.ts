import type { JsonObject } from '#connector-sdk';
import type { FieldError } from '#platform/errors';
import type { GivenProperties } from './property.js';

/** An account of Azure Storage in native words. */
export interface AzureAccount {
  readonly payload: JsonObject;
  readonly credential: { readonly type: string; readonly payload: JsonObject };
}

const STRINGS = ['container_connection_string', 'storage_connection_string'] as const;
const HOST = /^https:\/\/([a-z0-9]+)\.(?:dfs|blob)\.([a-z0-9.]+)\/?$/i;

/**
 * Reads the account from a connection string (https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string),
 * or from its name and key. A string with a shared access signature names the account by its endpoint.
 */
export function readAzureAccount(given: GivenProperties, errors: FieldError[]): AzureAccount {
  const field = STRINGS.find((name) => given[name] !== undefined && given[name] !== '');
  const string = field ? readConnectionString(String(given[field])) : {};
  const account = string.account ?? text(given['storage_account_name']);
  const key = string.key ?? text(given['storage_account_key']);
  const refuse = (path: string, message: string) => errors.push({ path, rule: 'required', message });
  if (field && string.account === undefined) {
    refuse(field, `${field} must be a connection string of Azure Storage with AccountName or an endpoint.`);
  } else if (field && string.key === undefined && string.sas === undefined) {
    refuse(field, `${field} must hold AccountKey or SharedAccessSignature.`);
  } else if (account === undefined) {
    refuse('storage_account_name', 'storage_account_name is required without a connection string.');
  } else if (key === undefined && string.sas === undefined) {
    refuse('storage_account_key', 'storage_account_key is required without a connection string.');
  }
  const container = text(given['storage_container_name']);
  if (container === undefined) refuse('storage_container_name', 'storage_container_name is required.');
  const path = text(given['remote_path']);
  return {
    payload: {
      storage_account: account ?? '',
      container: container ?? '',
      ...(path ? { remote_path: path } : {}),
      ...(string.suffix ? { endpoint_suffix: string.suffix } : {}),
    },
    credential:
      string.sas === undefined
        ? { type: 'AZURE_KEY', payload: { account_key: key ?? '' } }
        : { type: 'AZURE_SAS', payload: { sas_key: string.sas } },
  };
}

interface ConnectionString {
  readonly account?: string;
  readonly key?: string;
  readonly sas?: string;
  readonly suffix?: string;
}

function readConnectionString(value: string): ConnectionString {
  const parts = new Map<string, string>();
  for (const part of value.split(';')) {
    const at = part.indexOf('=');
    if (at > 0) parts.set(part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim());
  }
  const [, hostAccount, hostSuffix] =
    HOST.exec(parts.get('dfsendpoint') ?? parts.get('blobendpoint') ?? '') ?? [];
  const found = {
    account: parts.get('accountname') ?? hostAccount,
    key: parts.get('accountkey'),
    sas: parts.get('sharedaccesssignature'),
    suffix: parts.get('endpointsuffix') ?? hostSuffix,
  };
  return Object.fromEntries(Object.entries(found).filter(([, part]) => part !== undefined && part !== ''));
}

function text(value: GivenProperties[string] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

import {
  isJsonObject,
  type JsonObject,
  optionError,
  ownValue,
  readServerUri,
  textOf,
  type UriConnection,
  type UriDefinition,
  type UriOptions,
  writeServerUri,
} from '#connector-sdk';

const SWITCH = ['yes', 'no', 'true', 'false'] as const;

/** `mssql+pymssql://user:password@host\instance:port/database`, and the same for ODBC. */
export const MSSQL_URI: UriDefinition = {
  schemes: { 'mssql+pymssql': 'mssql', mssql: 'mssql', 'mssql+pyodbc': 'mssql' },
  harmless: [
    'ApplicationIntent',
    'LongAsMax',
    'appname',
    'autocommit',
    'charset',
    'driver',
    'login_timeout',
    'timeout',
  ],
  read: (parts) => {
    const { payload, credential } = readServerUri(parts);
    const [host = '', ...instance] = (textOf(payload, 'host') ?? '').split('\\');
    return {
      payload: { ...payload, host, ...(instance.length > 0 ? { instance: instance.join('\\') } : {}) },
      credential,
      ...readEncryption(parts.options),
    };
  },
  write: (connection) => {
    const instance = textOf(connection.payload, 'instance');
    const text = writeServerUri(connection);
    return {
      ...text,
      ...(instance === undefined ? {} : { host: `${text.host}\\${instance}` }),
      options: writeEncryption(connection),
    };
  },
};

/** ODBC's two words for what we call a TLS mode. `Encrypt=no` is the default here: encrypted if possible. */
function readEncryption(options: UriOptions): { transport?: JsonObject } {
  const encrypt = options.takeOneOf('Encrypt', SWITCH) ?? options.takeOneOf('encrypt', SWITCH);
  const trust = options.takeOneOf('TrustServerCertificate', SWITCH);
  if (trust !== undefined && encrypt === undefined) {
    throw optionError('TrustServerCertificate', 'is accepted together with Encrypt only');
  }
  if (!isYes(encrypt)) return {};
  return { transport: { tls: { mode: isYes(trust) ? 'require' : 'verify-full' } } };
}

function writeEncryption({ transport }: UriConnection): Record<string, string> {
  const tls = transport && ownValue(transport, 'tls');
  const mode = isJsonObject(tls) ? textOf(tls, 'mode') : undefined;
  if (mode === undefined) return {};
  return { Encrypt: 'yes', TrustServerCertificate: mode === 'require' ? 'yes' : 'no' };
}

function isYes(value: string | undefined): boolean {
  return value === 'yes' || value === 'true';
}

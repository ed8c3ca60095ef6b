import { ProbeError } from '#connector-sdk/opening';

/** What FreeTDS' ODBC driver is told. */
export interface ConnectionParts {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
}

/**
 * Neither a separator nor a brace, and ASCII alone. unixODBC and FreeTDS differ in where a value in braces ends
 * (the one at the first brace, the other before a semicolon), so what is data to one is a driver's path to the
 * other; and what reaches the server of other characters depends on character sets that nobody has agreed on yet.
 */
const PLAIN = /^[ -:<-z|~]*$/;

/**
 * The driver's connection text, of typed parts alone.
 *
 * @throws ProbeError `credential_invalid` for what cannot be written in it
 */
export function connectionText({ host, port, database, username, password }: ConnectionParts): string {
  if (![host, database, username, password].every((text) => PLAIN.test(text))) {
    throw new ProbeError('credential_invalid', { hint: NOT_PLAIN });
  }
  return [
    'Driver={FreeTDS}',
    'TDS_Version=5.0',
    'ClientCharset=UTF-8',
    'APP=patchbay-check',
    'WSID=patchbay',
    `Server=${host}`,
    `Port=${port}`,
    `Database=${database}`,
    `UID=${username}`,
    `PWD=${password}`,
  ].join(';');
}

const NOT_PLAIN =
  'User, password and database reach this type of source only in ASCII, and without ; { and }. Change the password at the source.';

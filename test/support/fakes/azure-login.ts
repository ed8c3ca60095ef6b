import { createHmac } from 'node:crypto';

import type { FakeAnswer, FakeRequest } from './https-fake.js';

/** The account that the fakes of Azure's storage know. */
export const AZURE_ACCOUNT = 'lake';
export const AZURE_KEY = Buffer.from('fake-account-key').toString('base64');
const SIGNATURE = 'fake+signature/=';

/** A shared access signature, as the portal hands it out. */
export function azureSas(permissions = 'rl', signature = SIGNATURE): string {
  return `?sv=2024-11-04&ss=b&srt=co&sp=${permissions}&se=2099-01-01&sig=${encodeURIComponent(signature)}`;
}

/** Undefined for whoever may list; else the answer. */
export function refuseLogin(request: FakeRequest): FakeAnswer | undefined {
  const { searchParams } = request.url;
  const given = searchParams.get('sig');
  if (given === null) {
    const holds = request.headers.authorization === `SharedKey ${AZURE_ACCOUNT}:${sharedKey(request)}`;
    return holds ? undefined : failure(403, 'AuthenticationFailed', 'The MAC signature is not the same.');
  }
  if (given === 'old')
    return failure(403, 'AuthenticationFailed', 'Signature not valid in the specified time frame: Start [x]');
  if (given !== SIGNATURE) return failure(403, 'AuthenticationFailed', 'Signature did not match.');
  return searchParams.get('sp')?.includes('l') === true
    ? undefined
    : failure(403, 'AuthorizationPermissionMismatch', 'No.');
}

/** An error as both services send it: its code is in a header too (x-ms-error-code). */
export function failure(status: number, code: string, detail = 'No.'): FakeAnswer {
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
    body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>No.</Message><AuthenticationErrorDetail>${detail}</AuthenticationErrorDetail></Error>`,
  };
}

/** The signature of a GET (https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key). */
function sharedKey({ method, headers, url }: FakeRequest): string {
  const own = Object.keys(headers)
    .filter((name) => name.startsWith('x-ms-'))
    .sort()
    .map((name) => `${name}:${String(headers[name])}`);
  const query = [...url.searchParams].map(([name, value]) => `${name.toLowerCase()}:${value}`).sort();
  // The last of these is the range.
  const range = String(headers.range ?? '');
  const text = [
    method,
    ...Array<string>(10).fill(''),
    range,
    ...own,
    `/${AZURE_ACCOUNT}${url.pathname}`,
    ...query,
  ];
  return createHmac('sha256', Buffer.from(AZURE_KEY, 'base64')).update(text.join('\n')).digest('base64');
}

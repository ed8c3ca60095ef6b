import type { KeyAndCertificate } from '../certificates.js';
import { failure, refuseLogin } from './azure-login.js';
import { filesBeneath, LAKE, rangeOf } from './bucket-files.js';
import { type FakeAnswer, type FakeRequest, type FakeService, startHttpFake } from './https-fake.js';

/**
 * Answers Path - List as documented (https://learn.microsoft.com/rest/api/storageservices/datalakestoragegen2/path/list),
 * for the file system `raw`; `lake` has files to be read.
 */
export function startAzureLakeFake(tls: KeyAndCertificate): Promise<FakeService> {
  return startHttpFake(answer, tls);
}

function answer(request: FakeRequest): FakeAnswer {
  const fileSystem = request.url.pathname.slice(1);
  if (fileSystem === 'moved') return { status: 307, headers: { location: 'https://other.example.com/raw' } };
  const refused = refuseLogin(request);
  if (refused) return refused;
  if (fileSystem === 'page') return { headers: { 'content-type': 'text/html' }, body: '<html></html>' };
  if (fileSystem.startsWith('lake/')) return fileOfLake(decodeURIComponent(fileSystem.slice(5)), request);
  if (fileSystem === 'lake') return lake(request.url.searchParams.get('directory') ?? '');
  if (fileSystem !== 'raw') return failure(404, 'FilesystemNotFound');
  const { searchParams } = request.url;
  const directory = searchParams.get('directory') ?? '';
  if (directory === 'nowhere') return failure(404, 'PathNotFound');
  const headers = REQUEST_ID;
  // The first page is empty, as those of the service may be.
  if (!searchParams.has('continuation')) {
    return { headers: { ...headers, 'x-ms-continuation': 'more' }, body: { paths: [] } };
  }
  const paths = Object.hasOwn(CONTENTS, directory) ? CONTENTS[directory] : [];
  return { headers, body: { paths } };
}

const REQUEST_ID = { 'x-ms-request-id': '00000000-0000-0000-0000-000000000001' };

function lake(directory: string): FakeAnswer {
  const { folders, files } = filesBeneath(LAKE, directory === '' ? '' : `${directory}/`);
  if (folders.length + files.length === 0) return pathFailure(404, 'PathNotFound');
  const paths = [
    ...folders.map((name) => entry(name.slice(0, -1), true)),
    ...files.map(({ name, size }) => entry(name, false, size)),
  ];
  return { headers: REQUEST_ID, body: { paths } };
}

/** Path - Read (https://learn.microsoft.com/rest/api/storageservices/datalakestoragegen2/path/read): knows `Range` alone. */
function fileOfLake(name: string, { headers }: FakeRequest): FakeAnswer {
  if (name === 'locked.csv') return pathFailure(403, 'AuthorizationPermissionMismatch');
  if (name === 'gone.csv' || !Object.hasOwn(LAKE, name)) return pathFailure(404, 'PathNotFound');
  const { range } = headers;
  const found = rangeOf(LAKE[name]!, { headers: range === undefined ? {} : { range } });
  return {
    ...found,
    headers: { ...REQUEST_ID, ...found.headers, etag: '"0x1"', 'x-ms-resource-type': 'file' },
  };
}

/** An error as the service sends it. */
function pathFailure(status: number, code: string): FakeAnswer {
  const headers = { ...REQUEST_ID, 'content-type': 'application/json', 'x-ms-error-code': code };
  return { status, headers, body: { error: { code, message: 'No.' } } };
}

const CONTENTS: Readonly<Record<string, readonly object[]>> = {
  '': [entry('in', true), entry('a.csv', false)],
  in: [entry('in/orders', true), entry('in/b.json', false)],
  'in/orders': [entry('in/orders/_delta_log', true), entry('in/orders/part-0.parquet', false)],
};

function entry(name: string, folder: boolean, size = 3): object {
  const dated = { lastModified: 'Sat, 21 Nov 2026 09:00:00 GMT', etag: '0x1', owner: '$superuser' };
  return { name, contentLength: String(size), ...dated, ...(folder ? { isDirectory: 'true' } : {}) };
}

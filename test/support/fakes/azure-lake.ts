import type { KeyAndCertificate } from '../certificates.js';
import { failure, refuseLogin } from './azure-login.js';
import { type FakeAnswer, type FakeRequest, type FakeService, startHttpFake } from './https-fake.js';

/**
 * Answers Path - List as documented (https://learn.microsoft.com/rest/api/storageservices/datalakestoragegen2/path/list),
 * for the file system `raw`.
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
  if (fileSystem !== 'raw') return failure(404, 'FilesystemNotFound');
  const { searchParams } = request.url;
  const directory = searchParams.get('directory') ?? '';
  if (directory === 'nowhere') return failure(404, 'PathNotFound');
  const headers = { 'x-ms-request-id': '00000000-0000-0000-0000-000000000001' };
  // The first page is empty, as those of the service may be.
  if (!searchParams.has('continuation')) {
    return { headers: { ...headers, 'x-ms-continuation': 'more' }, body: { paths: [] } };
  }
  const paths = Object.hasOwn(CONTENTS, directory) ? CONTENTS[directory] : [];
  return { headers, body: { paths } };
}

const CONTENTS: Readonly<Record<string, readonly object[]>> = {
  '': [entry('in', true), entry('a.csv', false)],
  in: [entry('in/orders', true), entry('in/b.json', false)],
  'in/orders': [entry('in/orders/_delta_log', true), entry('in/orders/part-0.parquet', false)],
};

function entry(name: string, folder: boolean): object {
  const dated = { lastModified: 'Sat, 21 Nov 2026 09:00:00 GMT', etag: '0x1', owner: '$superuser' };
  return { name, contentLength: '3', ...dated, ...(folder ? { isDirectory: 'true' } : {}) };
}

import type { KeyAndCertificate } from '../certificates.js';
import { failure, refuseLogin } from './azure-login.js';
import { filesBeneath, LAKE, rangeOf } from './bucket-files.js';
import { type FakeAnswer, type FakeRequest, type FakeService, startHttpFake } from './https-fake.js';

/**
 * Answers List Blobs as documented (https://learn.microsoft.com/rest/api/storageservices/list-blobs), for the
 * container `raw`; `lake` has blobs to be read.
 */
export function startAzureBlobFake(tls: KeyAndCertificate): Promise<FakeService> {
  return startHttpFake(answer, tls);
}

function answer(request: FakeRequest): FakeAnswer {
  const container = request.url.pathname.slice(1);
  if (container === 'moved') return { status: 307, headers: { location: 'https://other.example.com/raw' } };
  const refused = refuseLogin(request);
  if (refused) return refused;
  if (container.startsWith('lake/')) return blobOfLake(decodeURIComponent(container.slice(5)), request);
  switch (container) {
    case 'raw':
      return listing(request.url.searchParams);
    case 'lake':
      return lake(request.url.searchParams.get('prefix') ?? '');
    case 'busy':
      return failure(503, 'ServerBusy');
    case 'fenced':
      return failure(403, 'AuthorizationFailure');
    case 'page':
      return { headers: { 'content-type': 'text/html' }, body: '<html><body>Hello</body></html>' };
    default:
      return failure(404, 'ContainerNotFound');
  }
}

/** The first page is empty, as those of the service may be. */
function listing(asked: URLSearchParams): FakeAnswer {
  const prefix = asked.get('prefix') ?? '';
  const last = asked.has('marker');
  const folder = '<BlobPrefix><Name>in/</Name></BlobPrefix>';
  const blob = `<Blob><Name>${prefix}a.csv</Name><Properties><Content-Length>3</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>`;
  const found = prefix === '' ? folder + blob : prefix === 'in/' ? blob : '';
  return {
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="utf-8"?><EnumerationResults ServiceEndpoint="https://lake.blob.core.windows.net/" ContainerName="raw"><Prefix>${prefix}</Prefix><Delimiter>/</Delimiter><Blobs>${last ? found : ''}</Blobs><NextMarker>${last ? '' : 'more'}</NextMarker></EnumerationResults>`,
  };
}

function lake(prefix: string): FakeAnswer {
  const { folders, files } = filesBeneath(LAKE, prefix);
  const blobs = files.map(
    ({ name, size }) =>
      `<Blob><Name>${name}</Name><Properties><Content-Length>${size}</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>`,
  );
  const prefixes = folders.map((name) => `<BlobPrefix><Name>${name}</Name></BlobPrefix>`);
  return {
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="utf-8"?><EnumerationResults ServiceEndpoint="https://lake.blob.core.windows.net/" ContainerName="lake"><Prefix>${prefix}</Prefix><Delimiter>/</Delimiter><Blobs>${[...prefixes, ...blobs].join('')}</Blobs><NextMarker/></EnumerationResults>`,
  };
}

/** Get Blob (https://learn.microsoft.com/rest/api/storageservices/get-blob). */
function blobOfLake(name: string, request: FakeRequest): FakeAnswer {
  if (name === 'locked.csv') return failure(403, 'AuthorizationPermissionMismatch');
  if (name === 'gone.csv' || !Object.hasOwn(LAKE, name)) return failure(404, 'BlobNotFound');
  const found = rangeOf(LAKE[name]!, request);
  return { ...found, headers: { ...found.headers, etag: '"0x1"', 'x-ms-blob-type': 'BlockBlob' } };
}

import type { KeyAndCertificate } from '../certificates.js';
import { failure, refuseLogin } from './azure-login.js';
import { type FakeAnswer, type FakeRequest, type FakeService, startHttpFake } from './https-fake.js';

/**
 * Answers List Blobs as documented (https://learn.microsoft.com/rest/api/storageservices/list-blobs), for the
 * container `raw`.
 */
export function startAzureBlobFake(tls: KeyAndCertificate): Promise<FakeService> {
  return startHttpFake(answer, tls);
}

function answer(request: FakeRequest): FakeAnswer {
  const container = request.url.pathname.slice(1);
  if (container === 'moved') return { status: 307, headers: { location: 'https://other.example.com/raw' } };
  const refused = refuseLogin(request);
  if (refused) return refused;
  switch (container) {
    case 'raw':
      return listing(request.url.searchParams);
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

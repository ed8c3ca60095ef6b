import type { KeyAndCertificate } from '../certificates.js';
import { ASSUMED_KEY, AWS_KEY, readAwsSignature } from './aws-signature.js';
import { filesBeneath, LAKE, rangeOf } from './bucket-files.js';
import { type FakeAnswer, type FakeRequest, type FakeService, startHttpFake } from './https-fake.js';

const REGION = 'eu-central-1';

/**
 * Answers ListObjectsV2 as Amazon documents it (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html),
 * for the bucket `landing`; others are missing, locked, elsewhere, or say that they have moved. `lake` has files to be
 * read, `careless` the same, of which it sends the whole whatever is asked for.
 */
export function startS3Fake(tls?: KeyAndCertificate): Promise<FakeService> {
  return startHttpFake(answerS3, tls);
}

const ANSWERS: Readonly<Record<string, (request: FakeRequest) => FakeAnswer>> = {
  landing: listing,
  lake: (request) => lake('lake', request),
  careless: (request) => lake('careless', { ...request, headers: {} }),
  empty: () => xml(200, '<ListBucketResult><Name>empty</Name><KeyCount>0</KeyCount></ListBucketResult>'),
  locked: () => failure(403, 'AccessDenied'),
  overseas: () => failure(301, 'PermanentRedirect'),
  busy: () => failure(503, 'SlowDown'),
  page: () => ({
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<html><body>Hello</body></html>',
  }),
};

/** One answer, to who signs with a key that is known. */
export function answerS3(request: FakeRequest): FakeAnswer {
  const [, inPath = ''] = request.url.pathname.split('/');
  const bucket = /^([^.]+)\.s3\./.exec(request.headers.host ?? '')?.[1] ?? inPath;
  if (bucket === 'moved') return { status: 307, headers: { location: 'https://127.0.0.2/landing' } };
  const signature = readAwsSignature(request);
  if (!signature) return failure(403, 'AccessDenied');
  const token = request.headers['x-amz-security-token'];
  const assumed = signature.accessKey === ASSUMED_KEY.access_key && token === ASSUMED_KEY.session_token;
  if (signature.accessKey !== AWS_KEY.access_key && !assumed) return failure(403, 'InvalidAccessKeyId');
  if (signature.region !== REGION) return failure(400, 'AuthorizationHeaderMalformed');
  if (!signature.holds) return failure(403, 'SignatureDoesNotMatch');
  if (token === 'old') return failure(400, 'ExpiredToken');
  return (
    (Object.hasOwn(ANSWERS, bucket) ? ANSWERS[bucket] : undefined)?.(request) ?? failure(404, 'NoSuchBucket')
  );
}

function listing({ url }: FakeRequest): FakeAnswer {
  const prefix = url.searchParams.get('prefix') ?? '';
  const limit = Number(url.searchParams.get('max-keys'));
  const folders = ['in/', 'out/']
    .filter((name) => name.startsWith(prefix) && name !== prefix)
    .slice(0, limit);
  const keys = ['in/a.csv', 'readme.txt'].filter(
    (key) => key.startsWith(prefix) && !key.slice(prefix.length).includes('/'),
  );
  return xml(
    200,
    `<ListBucketResult><Name>landing</Name><Prefix>${prefix}</Prefix>
    ${keys.map((key) => `<Contents><Key>${key}</Key><Size>3</Size></Contents>`).join('')}
    ${folders.map((name) => `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`).join('')}
    </ListBucketResult>`,
  );
}

function lake(bucket: string, request: FakeRequest): FakeAnswer {
  const key = decodeURIComponent(request.url.pathname.slice(`/${bucket}/`.length));
  if (key === 'locked.csv') return failure(403, 'AccessDenied');
  if (key === 'gone.csv') return failure(404, 'NoSuchKey');
  if (key !== '') return Object.hasOwn(LAKE, key) ? rangeOf(LAKE[key]!, request) : failure(404, 'NoSuchKey');
  const { folders, files } = filesBeneath(LAKE, request.url.searchParams.get('prefix') ?? '');
  return xml(
    200,
    `<ListBucketResult><Name>${bucket}</Name>
    ${files.map(({ name, size }) => `<Contents><Key>${name}</Key><Size>${size}</Size></Contents>`).join('')}
    ${folders.map((name) => `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`).join('')}
    </ListBucketResult>`,
  );
}

function failure(status: number, code: string): FakeAnswer {
  return xml(status, `<Error><Code>${code}</Code><Message>No.</Message></Error>`);
}

function xml(status: number, text: string): FakeAnswer {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${text}`,
  };
}

import { AWS_KEY, readAwsSignature } from './aws-signature.js';
import { filesBeneath, LAKE, rangeOf } from './bucket-files.js';
import { googleFailure } from './google.js';
import type { ServiceReply, ServiceRequest } from './https-service.js';

const HOST = 'storage.googleapis.com';
const FOLDERS = ['in/', 'out/'];
const FILES = ['in/a.csv', 'out/day=1/b.parquet', 'out/day=2/c.parquet', 'readme.txt'];
/** Names of one answer, few enough that all take several. */
const NAMES_AT_ONCE = 2;

function within(prefix: string, from: string | null) {
  const beneath = FILES.filter((name) => name.startsWith(prefix)).map((name) => {
    const slash = name.indexOf('/', prefix.length);
    return slash < 0 ? name : name.slice(0, slash + 1);
  });
  const names = [...new Set(beneath)];
  const begin = Number(from ?? 0);
  const found = names.slice(begin, begin + NAMES_AT_ONCE);
  return {
    folders: found.filter((name) => name.endsWith('/')),
    files: found.filter((name) => !name.endsWith('/')),
    next: begin + NAMES_AT_ONCE < names.length ? String(begin + NAMES_AT_ONCE) : undefined,
  };
}

/** The JSON interface: the buckets `landing` and `lake`, and others in which something is wrong. */
export function answerStorage(request: ServiceRequest): ServiceReply | undefined {
  const { host, path, url } = request;
  const file = /^\/storage\/v1\/b\/lake\/o\/([^/]+)$/.exec(path)?.[1];
  if (host === HOST && file !== undefined) return fileOfLake(decodeURIComponent(file), request);
  const bucket = /^\/storage\/v1\/b\/([^/]+)\/o$/.exec(path)?.[1];
  if (host !== HOST || bucket === undefined) return undefined;
  const { searchParams } = url;
  if (searchParams.get('delimiter') !== '/') return googleFailure(400, 'invalid');
  switch (bucket) {
    case 'landing': {
      const { folders, files, next } = within(
        searchParams.get('prefix') ?? '',
        searchParams.get('pageToken'),
      );
      const items = files.map((name) => ({ name, bucket, size: '3', generation: '1' }));
      const more = next === undefined ? {} : { nextPageToken: next };
      return { body: { kind: 'storage#objects', prefixes: folders, items, ...more } };
    }
    case 'lake': {
      const { folders, files } = filesBeneath(LAKE, searchParams.get('prefix') ?? '');
      const items = files.map(({ name, size }) => ({ name, bucket, size: String(size), generation: '1' }));
      return { body: { kind: 'storage#objects', prefixes: folders, items } };
    }
    case 'locked':
      return googleFailure(403, 'forbidden', 'does not have storage.objects.list access');
    case 'busy':
      return googleFailure(503, 'backendError');
    case 'garbage':
      return { headers: { 'content-type': 'text/html' }, body: '<html>sign in</html>' };
    case 'moved':
      return { status: 302, headers: { location: 'https://169.254.169.254/' } };
    default:
      return googleFailure(404, 'notFound', 'The specified bucket does not exist.');
  }
}

function fileOfLake(name: string, request: ServiceRequest): ServiceReply {
  if (request.url.searchParams.get('alt') !== 'media') return googleFailure(400, 'invalid');
  if (name === 'locked.csv')
    return googleFailure(403, 'forbidden', 'does not have storage.objects.get access');
  if (name === 'gone.csv' || !Object.hasOwn(LAKE, name))
    return googleFailure(404, 'notFound', 'No such object');
  return rangeOf(LAKE[name]!, request);
}

/** The interface that speaks S3, as far as it is asked: by the same names. */
export function answerSigned(request: ServiceRequest): ServiceReply | undefined {
  const { method, headers, path, url, host } = request;
  if (host !== HOST) return undefined;
  const bytes = request.body;
  const signature = readAwsSignature({ method, headers, path, url, bytes, body: bytes.toString() });
  if (signature?.accessKey !== AWS_KEY.access_key) return failure(403, 'InvalidAccessKeyId');
  if (!signature.holds || signature.region !== 'auto') return failure(403, 'SignatureDoesNotMatch');
  switch (path) {
    case '/landing':
    case '/landing/':
      return xml(200, listing(url.searchParams.get('prefix') ?? ''));
    case '/locked':
    case '/locked/':
      return failure(403, 'AccessDenied');
    case '/moved':
    case '/moved/':
      return { status: 307, headers: { location: 'https://169.254.169.254/' } };
    default:
      return failure(404, 'NoSuchBucket');
  }
}

function listing(prefix: string): string {
  const names = prefix === '' ? FOLDERS : [];
  const folders = names.map((name) => `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`).join('');
  const file = prefix === 'in/' ? '<Contents><Key>in/a.csv</Key><Size>3</Size></Contents>' : '';
  return `<ListBucketResult><Name>landing</Name>${file}${folders}</ListBucketResult>`;
}

function failure(status: number, code: string): ServiceReply {
  return xml(status, `<Error><Code>${code}</Code><Message>No.</Message></Error>`);
}

function xml(status: number, text: string): ServiceReply {
  return { status, headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0"?>${text}` };
}

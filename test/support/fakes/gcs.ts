import { AWS_KEY, readAwsSignature } from './aws-signature.js';
import { googleFailure } from './google.js';
import type { ServiceReply, ServiceRequest } from './https-service.js';

const HOST = 'storage.googleapis.com';
const FOLDERS = ['in/', 'out/'];
const FILES = ['readme.txt'];

/** The JSON interface: the bucket `landing`, and others in which something is wrong. */
export function answerStorage({ host, path, url }: ServiceRequest): ServiceReply | undefined {
  const bucket = /^\/storage\/v1\/b\/([^/]+)\/o$/.exec(path)?.[1];
  if (host !== HOST || bucket === undefined) return undefined;
  const { searchParams } = url;
  if (searchParams.get('delimiter') !== '/') return googleFailure(400, 'invalid');
  switch (bucket) {
    case 'landing': {
      if (searchParams.get('prefix') === 'nothing/') return { body: { kind: 'storage#objects' } };
      const items = FILES.map((name) => ({ name, bucket, size: '3', generation: '1' }));
      return { body: { kind: 'storage#objects', prefixes: FOLDERS, items } };
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
      return xml(200, listing());
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

function listing(): string {
  const folders = FOLDERS.map((name) => `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`).join('');
  return `<ListBucketResult><Name>landing</Name>${folders}</ListBucketResult>`;
}

function failure(status: number, code: string): ServiceReply {
  return xml(status, `<Error><Code>${code}</Code><Message>No.</Message></Error>`);
}

function xml(status: number, text: string): ServiceReply {
  return { status, headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0"?>${text}` };
}

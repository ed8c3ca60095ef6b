import type { IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';

import type { KeyAndCertificate } from '../certificates.js';
import { type FakeAnswer, type FakeRequest, startHttpFake } from './https-fake.js';

/** What a fake service is asked. */
export interface ServiceRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** Unpacked. */
  readonly body: Buffer;
}

export type ServiceReply = FakeAnswer;

/** Undefined is 404; a promise that never settles is a service that says nothing. */
export type ServiceHandler = (request: ServiceRequest) => ServiceReply | undefined | Promise<ServiceReply>;

export interface HttpsService {
  readonly port: number;
  /** Method, host and path of every request, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A service on loopback that speaks HTTPS and answers as the handler says. */
export async function startHttpsService(
  certificate: KeyAndCertificate,
  handler: ServiceHandler,
): Promise<HttpsService> {
  const asked: string[] = [];
  const answer = async (request: FakeRequest): Promise<FakeAnswer> => {
    const read = asServiceRequest(request);
    asked.push(`${read.method} ${read.host}${read.path}`);
    try {
      return { body: {}, ...((await handler(read)) ?? { status: 404 }) };
    } catch (error) {
      // A fake that goes wrong is a service that does.
      return { status: 500, body: (error as Error).message };
    }
  };
  const { port, close } = await startHttpFake(answer, certificate);
  return { port, asked, close };
}

/** A port of loopback where nothing listens. */
export async function closedPort(certificate: KeyAndCertificate): Promise<number> {
  const service = await startHttpsService(certificate, () => undefined);
  await service.close();
  return service.port;
}

function asServiceRequest({ method, url, headers, bytes }: FakeRequest): ServiceRequest {
  return {
    method,
    host: headers.host ?? '',
    path: url.pathname,
    url,
    headers,
    body: headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes,
  };
}

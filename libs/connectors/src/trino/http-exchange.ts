import http, { type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';

import { ProbeError } from '#connector-sdk/opening';

/** Where requests go, and through which sockets. */
export interface HttpWay {
  readonly agents: { readonly http: http.Agent; readonly https: https.Agent };
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Bytes of one answer; a page of names is far smaller, and a server decides how much it sends. */
const MAX_BYTES = 8 * 1024 * 1024;

/** One request and its whole answer; redirects are answers. @throws ProbeError `protocol_error`, or Node's error */
export function exchange(
  way: HttpWay,
  url: URL,
  options: { readonly method: 'GET' | 'POST'; readonly headers: OutgoingHttpHeaders; readonly body?: string },
): Promise<HttpAnswer> {
  const secure = url.protocol === 'https:';
  const { method, headers, body } = options;
  return new Promise((resolve, reject) => {
    const outgoing = (secure ? https : http).request(url, {
      method,
      headers,
      agent: secure ? way.agents.https : way.agents.http,
      signal: way.signal,
    });
    outgoing.once('error', reject);
    outgoing.once('response', (answer) => {
      let text = '';
      let bytes = 0;
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        bytes += Buffer.byteLength(chunk);
        text += chunk;
        if (bytes > MAX_BYTES) answer.destroy(new ProbeError('protocol_error'));
      });
      answer.once('error', reject);
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    outgoing.end(body);
  });
}

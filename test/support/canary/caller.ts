import type { TestApp } from '../app.js';
import { RawHttp } from '../raw-http.js';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a request carries beside its path. */
export interface CallOptions {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: object | string;
  readonly contentType?: string;
}

/** An answer; `json` is what its body says, if that is JSON. */
export interface Answer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

/** Calls the application, and keeps every answer, its headers included. */
export class Caller {
  readonly answers: { readonly where: string; readonly text: string }[] = [];
  private readonly http: RawHttp;

  constructor(
    test: TestApp,
    private readonly token: string,
  ) {
    this.http = new RawHttp(test);
  }

  async call(method: Method, path: string, options: CallOptions = {}): Promise<Answer> {
    const { body, contentType = 'application/json', token = this.token, headers = {} } = options;
    const { status, text, ...answer } = await this.http.send({
      method,
      path,
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': contentType }),
        ...headers,
      },
      body: typeof body === 'object' ? JSON.stringify(body) : body,
    });
    const where = `${method} ${path} → ${status}`;
    this.answers.push({ where, text: `${JSON.stringify(answer.headers)}\n${text}` });
    const isJson = answer.headers['content-type']?.includes('json') === true;
    return { status, json: isJson ? (JSON.parse(text) as Answer['json']) : {} };
  }

  close(): void {
    this.http.close();
  }
}

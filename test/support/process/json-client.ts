/** An answer of the server, with its JSON read. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: { readonly [name: string]: unknown };
}

/** Calls a server that runs in a process of its own. @throws when the connection breaks */
export type JsonClient = (
  method: string,
  path: string,
  body?: object,
  idempotencyKey?: string,
) => Promise<JsonAnswer>;

export function jsonClient(url: string, credential: string): JsonClient {
  return async (method, path, body, idempotencyKey) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${credential}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: answer.status, body: (await answer.json()) as JsonAnswer['body'] };
  };
}

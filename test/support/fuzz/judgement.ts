import type { RawAnswer } from '../raw-http.js';
import { OPEN_MARK, SECRET_MARK } from './hostile-values.js';

const CODE = /^[a-z][a-z0-9_]+$/;

/** What is wrong with an answer, whatever was asked; empty when nothing is. */
export function faultsOf({ status, headers, text }: RawAnswer): string[] {
  const faults: string[] = [];
  if (status >= 500) faults.push(`status ${status}`);
  if (text.includes(SECRET_MARK) || JSON.stringify(headers).includes(SECRET_MARK))
    faults.push('the answer shows a secret');
  if (status < 400) return faults;
  const contract = contractError(headers['content-type'], text);
  if (contract) return [...faults, ...contractFaults(contract)];
  if (text.includes(OPEN_MARK)) faults.push('the error shows a value that was sent');
  if (isOfCredible(headers['content-type'], text)) return faults;
  if (!headers['content-type']?.startsWith('application/problem+json')) {
    return [...faults, `content type ${headers['content-type'] ?? 'none'}`];
  }
  return [...faults, ...problemFaults(status, JSON.parse(text) as Record<string, unknown>)];
}

/** An error of the database-connections contract, or a message of Syntho's. */
function contractError(type: string | undefined, text: string): Record<string, unknown> | undefined {
  if (!type?.startsWith('application/json')) return undefined;
  const body = JSON.parse(text) as Record<string, unknown>;
  return ['error_code', 'display'].some((member) => Object.hasOwn(body, member)) ? body : undefined;
}

/** Its `detail` says back what was sent and is no secret. */
function contractFaults({ detail: _, ...body }: Record<string, unknown>): string[] {
  const members = Object.hasOwn(body, 'display') ? ['code', 'title', 'body'] : ['error_code', 'message'];
  const faults = members.filter((member) => !isText(body[member])).map((member) => `no ${member}`);
  return JSON.stringify(body).includes(OPEN_MARK)
    ? [...faults, 'the error shows a value that was sent']
    : faults;
}

/** An error of the Credible contract, whole: a code and a message, and nothing else. */
function isOfCredible(type: string | undefined, text: string): boolean {
  if (!type?.startsWith('application/json')) return false;
  const { code, message, ...more } = JSON.parse(text) as Record<string, unknown>;
  return isText(code) && CODE.test(code) && isText(message) && Object.keys(more).length === 0;
}

function problemFaults(status: number, body: Record<string, unknown>): string[] {
  const faults: string[] = [];
  if (body['status'] !== status) faults.push('the status of the body differs');
  if (!isText(body['code']) || !CODE.test(body['code'])) faults.push('no code');
  for (const member of ['title', 'detail', 'request_id'])
    if (!isText(body[member])) faults.push(`no ${member}`);
  if (status === 422) faults.push(...errorFaults(body['errors']));
  return faults;
}

function errorFaults(errors: unknown): string[] {
  if (!Array.isArray(errors) || errors.length === 0) return ['422 without errors'];
  const faults = (errors as Record<string, unknown>[]).flatMap((error) =>
    ['path', 'rule', 'message']
      .filter((member) => !isText(error[member]))
      .map((member) => `an error without ${member}`),
  );
  return [...new Set(faults)];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

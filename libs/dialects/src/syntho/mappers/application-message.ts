import type { CheckView } from '#core';
import type { DomainError, FieldError } from '#platform/errors';

/** What the contract answers: a message for the person in front of the product. */
export interface ApplicationMessage {
  readonly id: string | null;
  readonly code: string;
  readonly title: string;
  readonly body: string;
  readonly durability: 'transient' | 'persistent' | 'temporary';
  /** Milliseconds on the screen. */
  readonly duration: number;
  readonly kind: 'success' | 'error' | 'warning' | 'info';
  readonly details: Readonly<Record<string, readonly string[]>> | null;
  readonly payload: null;
  readonly action: null;
  readonly display: 'field' | 'screen' | 'notification';
  /** ISO 8601, UTC. */
  readonly created_at: string;
}

type Said = Pick<ApplicationMessage, 'code' | 'title' | 'body' | 'kind'> &
  Partial<Pick<ApplicationMessage, 'details' | 'display'>>;

/** How a test went that ran. What a driver or a server said is in none of it. */
export function checkMessage(check: CheckView, requestId: string): ApplicationMessage {
  if (!check.ok) {
    const failed = check.steps.find(({ status }) => status === 'failed');
    const said = [failed?.message, failed?.hint].filter(Boolean).join(' ');
    const body = said || 'The test ended before it was known why.';
    return message(
      { code: failed?.code ?? 'check_failed', title: 'Connection failed', body, kind: 'error' },
      requestId,
    );
  }
  const warnings = check.steps.filter(({ status }) => status === 'warning').map((step) => step.message);
  const body = ['The connection works.', ...warnings].filter(Boolean).join(' ');
  return message({ code: 'connection_ok', title: 'Connection successful', body, kind: 'success' }, requestId);
}

/** An error of the contract. */
export function errorMessage(error: DomainError, requestId: string): ApplicationMessage {
  const { errors } = error.details;
  if (!errors) {
    const { code, message: body } = error;
    return message({ code, title: TITLES[error.kind] ?? 'Request failed', body, kind: 'error' }, requestId);
  }
  return message(
    {
      code: error.code,
      title: 'Invalid connection',
      body: error.message,
      kind: 'error',
      details: byField(errors),
      display: 'field',
    },
    requestId,
  );
}

const TITLES: Readonly<Record<string, string>> = {
  unauthenticated: 'Not authenticated',
  forbidden: 'Not permitted',
  not_found: 'Not found',
  malformed: 'Invalid request',
  too_many: 'Too many requests',
  unavailable: 'Service unavailable',
  internal: 'Service unavailable',
};

function message(said: Said, requestId: string): ApplicationMessage {
  return {
    id: requestId,
    durability: 'temporary',
    duration: 5000,
    details: null,
    payload: null,
    action: null,
    display: 'notification',
    created_at: new Date().toISOString(),
    ...said,
  };
}

function byField(errors: readonly FieldError[]): Record<string, string[]> {
  const details: Record<string, string[]> = {};
  for (const { path, message: text } of errors) (details[path] ??= []).push(text);
  return details;
}

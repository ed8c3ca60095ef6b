import { isJsonObject, ownValue, type JsonObject } from '#connector-sdk';
import type { DomainError, FieldError } from '#platform/errors';
import { UNKNOWN, wordsFor, wordsForCheck } from './error-words.js';
import { ownNames } from './member-names.js';
import { requestDetail } from './request-detail.js';

/** An error as this contract answers it. */
export interface ErrorBody {
  readonly error_code: string;
  readonly message: string;
  /** What is wrong in particular, in words of ours: no driver's and no server's text. */
  readonly description: string;
  /** The request without its secrets; null where it had none to speak of. */
  readonly detail: JsonObject | null;
}

/**
 * Puts an error into this contract's words.
 *
 * @param nativeStatus - the status that the error has where nothing else is agreed
 * @param request - the body that the client sent
 */
export function shapeError(
  error: DomainError,
  nativeStatus: number,
  request: unknown,
): { readonly status: number; readonly body: ErrorBody } {
  const words = wordsForCheck(error, aliasOf(request)) ?? wordsFor(error);
  const description =
    'description' in words ? String(words.description) : descriptionOf(error, words === UNKNOWN);
  return {
    status: words.status ?? nativeStatus,
    body: { error_code: words.code, message: words.message, description, detail: requestDetail(request) },
  };
}

function descriptionOf({ message, details: { errors = [] } }: DomainError, unknown: boolean): string {
  if (unknown) return '';
  return errors.length === 0 ? ownNames(message) : errors.map(named).join(' ');
}

/** A sentence that does not say which member it is about is given its name. */
function named({ path, message }: FieldError): string {
  const [member, sentence] = [ownNames(path), ownNames(message)];
  return sentence.includes(member) ? sentence : `${member}: ${sentence}`;
}

function aliasOf(request: unknown): string {
  const alias = isJsonObject(request) ? ownValue(request, 'alias') : undefined;
  return typeof alias === 'string' ? alias : '';
}

import type { ConnectorRegistry, JsonObject } from '#connector-sdk';
import type { DeclaredRoute } from '../http/route-table.js';
import { errorAnswers } from './error-answers.js';
import { OAUTH_STATUSES, oauthErrorAnswers } from './oauth-answers.js';
import { headersOf } from './headers.js';
import type { Answer, OperationDescription } from './operation.js';
import type { TaggedOperation } from './operations/operations.js';
import { pathParameter } from './parameters.js';
import { schemaRef } from './schemas/object-schema.js';

/** A route as the application declares it. */
export interface DocumentedRoute extends Pick<DeclaredRoute, 'access' | 'idempotency'> {
  /** With parameters in braces. */
  readonly path: string;
  readonly method: string;
}

/** The operation of a route: its description, and all that follows from its path and its permission. */
export function completeOperation(
  route: DocumentedRoute,
  described: TaggedOperation,
  registry: ConnectorRegistry,
): JsonObject {
  const operation = inItsPlace(route, described);
  const replayed = takesKey(route) ? ['Idempotency-Replayed'] : [];
  const { id, summary, answer, created, accepted, body, status = 200 } = operation;
  return {
    operationId: id,
    summary,
    ...textOf(route, operation),
    tags: [described.tag],
    parameters: parametersOf(route, operation, registry),
    ...(body ? { requestBody: requestBody(body) } : {}),
    responses: {
      [status]: response(answer, replayed),
      ...(isTagged(route, operation)
        ? { 304: { description: 'As it is known.', headers: headersOf(['ETag']) } }
        : {}),
      ...(created ? { 201: response(created, replayed) } : {}),
      ...(accepted ? { 202: response(accepted, replayed) } : {}),
      ...(operation.notModified ? { 304: notModified(operation.notModified) } : {}),
      ...(operation.oauthErrors
        ? oauthErrorAnswers(OAUTH_STATUSES)
        : errorAnswers(errorStatuses(route, operation), statusTexts(route, operation))),
    },
    ...securityOf(route, operation),
  };
}

function response(
  { description, headers, contentType, schema, streams }: Answer,
  more: readonly string[],
): JsonObject {
  const events: JsonObject = streams ? { 'text/event-stream': { schema: { type: 'string' } } } : {};
  return {
    description,
    headers: headersOf([...headers, ...more]),
    content: { [contentType]: { schema }, ...events },
  };
}

function notModified(description: string): JsonObject {
  return { description, headers: headersOf(['ETag']) };
}

/** Two operations may not share an id, so the one beneath a project has its own. */
function inItsPlace({ path }: DocumentedRoute, operation: OperationDescription): OperationDescription {
  if (!path.includes('/projects/{projectId}/')) return operation;
  const { id, summary } = operation;
  return { ...operation, id: `${id}InProject`, summary: `${summary}, in a project`, ...operation.inProject };
}

function textOf({ access }: DocumentedRoute, { description }: OperationDescription): JsonObject {
  const need = access.public ? [] : [`Needs the permission \`${access.permission}\`.`];
  const text = [...(description === undefined ? [] : [description]), ...need].join('\n\n');
  return text === '' ? {} : { description: text };
}

function parametersOf(
  route: DocumentedRoute,
  operation: OperationDescription,
  registry: ConnectorRegistry,
): JsonObject[] {
  const { query = [], conditional } = operation;
  const tagged = isTagged(route, operation) ? ['knownTag'] : [];
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => pathParameter(name!, registry));
  const repeatable = takesKey(route) ? ['idempotencyKey'] : [];
  const shared = [...query, ...(conditional ? ['ifMatch'] : []), ...tagged, ...repeatable];
  return [...inPath, ...shared.map((name) => ({ $ref: `#/components/parameters/${name}` }))];
}

function requestBody({
  schema,
  contentType = 'application/json',
  optional,
  examples,
}: NonNullable<OperationDescription['body']>): JsonObject {
  return {
    required: optional !== true,
    content: { [contentType]: { schema: schemaRef(schema), ...(examples ? { examples } : {}) } },
  };
}

function errorStatuses(route: DocumentedRoute, operation: OperationDescription): number[] {
  const { path, method, access } = route;
  if (access.public) return operation.canBeUnavailable ? [503] : operation.security ? [401, 403] : [];
  const takesInput =
    /Id\}|\{path\}/.test(path) || operation.query !== undefined || operation.body !== undefined;
  return [
    ...(takesInput ? [400] : []),
    401,
    403,
    ...(path.includes('{') || operation.missing ? [404] : []),
    ...(operation.conflicts || takesKey(route) ? [409] : []),
    ...(operation.conditional ? [412] : []),
    ...(operation.conditional && method !== 'post' ? [428] : []),
    ...(operation.body ? [413, 415] : []),
    ...(operation.body || method === 'post' ? [422] : []),
    429,
    500,
    503,
  ];
}

/** A read of one object with a version. */
function isTagged({ method }: DocumentedRoute, { answer }: OperationDescription): boolean {
  return method === 'get' && answer.headers.includes('ETag');
}

function takesKey({ idempotency }: DocumentedRoute): boolean {
  return idempotency !== null && idempotency.kind !== 'none';
}

function statusTexts(
  route: DocumentedRoute,
  { conflicts: own = [], missing }: OperationDescription,
): Record<number, string> {
  const conflicts = [...own, ...(takesKey(route) ? ['idempotency_in_flight'] : [])];
  const texts: Record<number, string> = {};
  if (missing) texts[404] = `Not there, or of another tenant: ${codes(missing)}.`;
  if (conflicts.length > 0) texts[409] = `What is stored forbids it: ${codes(conflicts)}.`;
  return texts;
}

function codes(list: readonly string[]): string {
  return list.map((code) => `\`${code}\``).join(', ');
}

function securityOf({ access }: DocumentedRoute, { security }: OperationDescription): JsonObject {
  if (!access.public) return { 'x-permission': access.permission };
  return { security: security ?? [] };
}

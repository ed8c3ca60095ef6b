import type { ConnectorRegistry, JsonObject } from '#connector-sdk';
import type { RouteAccess } from '../http/access.decorators.js';
import { errorAnswers } from './error-answers.js';
import { OAUTH_STATUSES, oauthErrorAnswers } from './oauth-answers.js';
import { headersOf } from './headers.js';
import type { Answer, OperationDescription } from './operation.js';
import type { TaggedOperation } from './operations/operations.js';
import { pathParameter } from './parameters.js';
import { schemaRef } from './schemas/object-schema.js';

/** A route as the application declares it. */
export interface DocumentedRoute {
  /** With parameters in braces. */
  readonly path: string;
  readonly method: string;
  readonly access: RouteAccess;
}

/** The operation of a route: its description, and all that follows from its path and its permission. */
export function completeOperation(
  route: DocumentedRoute,
  described: TaggedOperation,
  registry: ConnectorRegistry,
): JsonObject {
  const operation = inItsPlace(route, described);
  const { id, summary, answer, accepted, body, status = 200 } = operation;
  return {
    operationId: id,
    summary,
    ...textOf(route, operation),
    tags: [described.tag],
    parameters: parametersOf(route, operation, registry),
    ...(body ? { requestBody: requestBody(body) } : {}),
    responses: {
      [status]: response(answer),
      ...(accepted ? { 202: response(accepted) } : {}),
      ...(operation.oauthErrors
        ? oauthErrorAnswers(OAUTH_STATUSES)
        : errorAnswers(errorStatuses(route, operation), conflictText(operation))),
    },
    ...securityOf(route, operation),
  };
}

function response({ description, headers, contentType, schema, streams }: Answer): JsonObject {
  const events: JsonObject = streams ? { 'text/event-stream': { schema: { type: 'string' } } } : {};
  return { description, headers: headersOf(headers), content: { [contentType]: { schema }, ...events } };
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
  { path }: DocumentedRoute,
  { query = [], conditional }: OperationDescription,
  registry: ConnectorRegistry,
): JsonObject[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => pathParameter(name!, registry));
  const shared = conditional ? [...query, 'ifMatch'] : query;
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

function errorStatuses({ path, method, access }: DocumentedRoute, operation: OperationDescription): number[] {
  if (access.public) return operation.canBeUnavailable ? [503] : operation.security ? [401, 403] : [];
  const takesInput = path.includes('Id}') || operation.query !== undefined || operation.body !== undefined;
  return [
    ...(takesInput ? [400] : []),
    401,
    403,
    ...(path.includes('{') ? [404] : []),
    ...(operation.conflicts ? [409] : []),
    ...(operation.conditional ? [412] : []),
    ...(operation.body ? [413, 415] : []),
    ...(operation.body || method === 'post' ? [422] : []),
    429,
    500,
    503,
  ];
}

function conflictText({ conflicts }: OperationDescription): Record<number, string> {
  if (!conflicts) return {};
  return { 409: `What is stored forbids it: ${conflicts.map((code) => `\`${code}\``).join(', ')}.` };
}

function securityOf({ access }: DocumentedRoute, { security }: OperationDescription): JsonObject {
  if (!access.public) return { 'x-permission': access.permission };
  return { security: security ?? [] };
}

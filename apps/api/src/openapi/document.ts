import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { ConnectorRegistry, JsonObject } from '#connector-sdk';
import type { ContractDocument } from '#http';
import { type DeclaredRoute, RouteTable } from '../http/route-table.js';
import { completeOperation } from './complete-operation.js';
import { componentResponses } from './error-answers.js';
import { COMPONENT_HEADERS } from './headers.js';
import { operationDescriptions } from './operations/operations.js';
import { NATIVE } from './native-contract.js';
import { oauthResponses } from './oauth-answers.js';
import { componentParameters } from './parameters.js';
import { componentSchemas } from './schemas/schemas.js';
import { TAGS } from './tags.js';

interface ScannedOperation {
  /** The handler: see `operationIdFactory` below. */
  readonly operationId: string;
}

type ScannedPaths = Readonly<Record<string, Readonly<Record<string, ScannedOperation>>>>;

/** Nest counts the operations of a handler that serves several paths. */
const ONE_OF_SEVERAL_PATHS = /\[\d+\]$/;

/**
 * The OpenAPI document of one contract, or of the whole (null). Nest finds the routes; what it cannot see (bodies
 * that the registry of connectors rules, answers that are interfaces, headers, errors) comes from the tables
 * beside this file, and from the dialects for theirs.
 *
 * @param all - of the dialects
 * @throws Error for a route that no table describes
 */
export function createDocument(
  app: INestApplication,
  registry: ConnectorRegistry,
  contract: string | null,
  all: readonly ContractDocument[],
): JsonObject {
  const dialects = all.filter(({ name }) => contract === null || contract === name);
  const native = contract === null || contract === NATIVE;
  const scanned = SwaggerModule.createDocument(app, emptyDocument(native, dialects), {
    operationIdFactory: (controller, handler) => `${controller}.${handler}`,
  });
  const own = native ? nativeComponents(registry) : { schemas: {} };
  const schemas = merged([own.schemas, ...dialects.map((dialect) => dialect.schemas)]);
  return {
    ...(scanned as unknown as JsonObject),
    paths: {
      ...(native ? nativePaths(scanned, app.get(RouteTable).routes, registry, all) : {}),
      ...merged(dialects.map((dialect) => dialectPaths(scanned, dialect))),
    },
    components: { ...(scanned.components as unknown as JsonObject), ...own, schemas },
  };
}

function nativeComponents(registry: ConnectorRegistry) {
  return {
    schemas: componentSchemas(registry),
    parameters: componentParameters(registry),
    headers: COMPONENT_HEADERS,
    responses: { ...componentResponses(), ...oauthResponses() },
  };
}

function emptyDocument(native: boolean, dialects: readonly ContractDocument[]) {
  const key = 'An API key, or a token.';
  const [only] = native ? [] : dialects;
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.1')
    .setTitle(only ? `Patchbay: ${only.title}` : 'Patchbay')
    .setVersion('0.1.0')
    .setDescription(
      only?.description ?? 'Connections to data sources: typed, scoped to a tenant and a project, encrypted.',
    )
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addSecurity('bearer', { type: 'http', scheme: 'bearer', description: key })
    .addSecurity('apiKey', { type: 'apiKey', in: 'header', name: 'X-API-Key', description: key })
    .addSecurity('tlmKey', { type: 'apiKey', in: 'header', name: 'X-TLM-Key', description: key });
  if (native) {
    builder.addSecurity('client', {
      type: 'http',
      scheme: 'basic',
      description: "A service account's id and API key.",
    });
    for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  }
  for (const scheme of ['bearer', 'apiKey', 'tlmKey']) builder.addSecurityRequirements(scheme);
  for (const { title, description } of dialects) builder.addTag(title, description);
  return builder.build();
}

function nativePaths(
  scanned: OpenAPIObject,
  routes: readonly DeclaredRoute[],
  registry: ConnectorRegistry,
  dialects: readonly ContractDocument[],
): JsonObject {
  const descriptions = operationDescriptions(registry);
  const declared = new Map(routes.map((route) => [route.handler, route]));
  return chosenPaths(scanned, (handler, method, path) => {
    if (dialects.some(({ operations }) => operations[handler])) return null;
    const described = descriptions.get(handler);
    const route = declared.get(handler);
    if (!described || !route) throw new Error(`The route ${handler} is not described.`);
    return completeOperation({ ...route, path, method }, described, registry);
  });
}

function dialectPaths(scanned: OpenAPIObject, dialect: ContractDocument): JsonObject {
  const paths = chosenPaths(scanned, (handler) => {
    const operation = dialect.operations[handler];
    return operation ? { ...operation, tags: [dialect.title] } : null;
  });
  if (!dialect.trailingSlash) return paths;
  return Object.fromEntries(Object.entries(paths).map(([path, methods]) => [`${path}/`, methods]));
}

/** The operations that belong to a contract, by path and method; null for one of another. */
function chosenPaths(
  { paths }: OpenAPIObject,
  choose: (handler: string, method: string, path: string) => JsonObject | null,
): JsonObject {
  const chosen: Record<string, Record<string, JsonObject>> = {};
  for (const [path, methods] of Object.entries(paths as ScannedPaths)) {
    for (const [method, { operationId }] of Object.entries(methods)) {
      const operation = choose(operationId.replace(ONE_OF_SEVERAL_PATHS, ''), method, path);
      if (operation) (chosen[path] ??= {})[method] = operation;
    }
  }
  return chosen;
}

function merged(parts: readonly Readonly<Record<string, unknown>>[]): JsonObject {
  return Object.fromEntries(parts.flatMap((part) => Object.entries(part))) as JsonObject;
}

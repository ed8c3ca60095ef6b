import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { ConnectorRegistry, JsonObject } from '#connector-sdk';
import { type DeclaredRoute, RouteTable } from '../http/route-table.js';
import { completeOperation } from './complete-operation.js';
import { componentResponses } from './error-answers.js';
import { COMPONENT_HEADERS } from './headers.js';
import { operationDescriptions } from './operations/operations.js';
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
 * The OpenAPI document. Nest finds the routes; what it cannot see (bodies that the registry of connectors
 * rules, answers that are interfaces, headers, errors) comes from the tables beside this file.
 *
 * @throws Error for a route that no table describes
 */
export function createDocument(app: INestApplication, registry: ConnectorRegistry): JsonObject {
  const scanned = SwaggerModule.createDocument(app, emptyDocument(), {
    operationIdFactory: (controller, handler) => `${controller}.${handler}`,
  });
  return {
    ...(scanned as unknown as JsonObject),
    paths: documentedPaths(scanned, app.get(RouteTable).routes, registry),
    components: {
      ...(scanned.components as unknown as JsonObject),
      schemas: componentSchemas(registry),
      parameters: componentParameters(registry),
      headers: COMPONENT_HEADERS,
      responses: { ...componentResponses(), ...oauthResponses() },
    },
  };
}

function emptyDocument() {
  const key = 'An API key, or a token.';
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.1')
    .setTitle('Patchbay')
    .setVersion('0.1.0')
    .setDescription('Connections to data sources: typed, scoped to a tenant and a project, encrypted.')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addSecurity('bearer', { type: 'http', scheme: 'bearer', description: key })
    .addSecurity('apiKey', { type: 'apiKey', in: 'header', name: 'X-API-Key', description: key })
    .addSecurity('tlmKey', { type: 'apiKey', in: 'header', name: 'X-TLM-Key', description: key })
    .addSecurity('client', {
      type: 'http',
      scheme: 'basic',
      description: "A service account's id and API key.",
    });
  for (const scheme of ['bearer', 'apiKey', 'tlmKey']) builder.addSecurityRequirements(scheme);
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  return builder.build();
}

function documentedPaths(
  { paths }: OpenAPIObject,
  routes: readonly DeclaredRoute[],
  registry: ConnectorRegistry,
): JsonObject {
  const descriptions = operationDescriptions(registry);
  const declared = new Map(routes.map((route) => [route.handler, route]));
  const completed = (method: string, path: string, { operationId }: ScannedOperation): JsonObject => {
    const handler = operationId.replace(ONE_OF_SEVERAL_PATHS, '');
    const described = descriptions.get(handler);
    const route = declared.get(handler);
    if (!described || !route) throw new Error(`The route ${handler} is not described.`);
    return completeOperation({ ...route, path, method }, described, registry);
  };
  return mapValues(paths as ScannedPaths, (methods, path) =>
    mapValues(methods, (operation, method) => completed(method, path, operation)),
  );
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

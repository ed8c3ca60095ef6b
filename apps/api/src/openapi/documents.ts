import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { ConnectorRegistry } from '#connector-sdk';

/** Serves the OpenAPI document at `/openapi.json`. */
export function useDocuments(app: NestFastifyApplication, _connectors: ConnectorRegistry): void {
  const base = new DocumentBuilder().setTitle('Patchbay').setVersion('0.1.0').addBearerAuth().build();
  let document: OpenAPIObject | undefined;
  app
    .getHttpAdapter()
    .getInstance()
    .get('/openapi.json', () => (document ??= SwaggerModule.createDocument(app, base)));
}

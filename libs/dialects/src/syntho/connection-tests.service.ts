import { Injectable } from '@nestjs/common';
import { ConnectorRegistry, isJsonObject, type JsonObject } from '#connector-sdk';
import { type CheckRun, ChecksService, type CheckView, FilesService, type FileUse } from '#core';
import { DomainError, type FieldError, malformed } from '#platform/errors';
import type { Scope } from '#platform/scope';
import type { SynthoConnector } from './mappers/connector-table.js';
import { synthoErrors } from './mappers/native-errors.js';
import { type NativeBody, readConnector } from './mappers/read-connector.js';
import type { WishedFile } from './mappers/read-hooks.js';

/** Tests what a body describes. Nothing of it is stored. */
@Injectable()
export class ConnectionTestsService {
  constructor(
    private readonly checks: ChecksService,
    private readonly files: FilesService,
    private readonly registry: ConnectorRegistry,
  ) {}

  /** @throws DomainError `malformed` with the contract's names for what is wrong; `unavailable` when no prober is free */
  async test(scope: Scope, body: unknown, run: CheckRun): Promise<CheckView> {
    if (!isJsonObject(body)) throw malformed('invalid_body', 'The body must be a JSON object.');
    const reading = readConnector(body, this.registry);
    if ('errors' in reading) throw invalidBody(reading.errors);
    const { connector, native, files } = reading.read;
    const filled = await this.withFiles(scope, native, files);
    try {
      return await this.checks.run(scope, await this.checks.planBody(scope, { ...filled }), run);
    } catch (error) {
      throw inWordsOf(connector, error);
    }
  }

  /** Puts the content of files of the upload area in their places, each for where it would travel. */
  private async withFiles(
    scope: Scope,
    native: NativeBody,
    files: readonly WishedFile[],
  ): Promise<JsonObject> {
    const body = structuredClone({ ...native }) as unknown as Record<string, JsonObject>;
    const connector = this.registry.get(native.type)!;
    // What is wrong with the rest is told first: a destination is made of valid members alone.
    if (files.length === 0 || connector.validatePayload(native.payload).length > 0) return body;
    const places = files.map(({ place }) => place);
    const destinations = connector.secretDestinations(native.payload, native.transport, places);
    const errors: FieldError[] = [];
    for (const { field, path, place, as } of files) {
      const destination = destinations.get(place) ?? destinations.get('credential')!;
      const content = await this.read(scope, path, { field, destination }, errors);
      if (content) put(body, place, content.toString(as === 'text' ? 'utf8' : 'base64'));
    }
    if (errors.length > 0) throw invalidBody(errors);
    return body;
  }

  private async read(scope: Scope, path: string, use: FileUse, errors: FieldError[]): Promise<Buffer | null> {
    try {
      return await this.files.read(scope, path, use);
    } catch (error) {
      if (!(error instanceof DomainError) || !error.details.errors) throw error;
      errors.push(...error.details.errors);
      return null;
    }
  }
}

function put(body: Record<string, JsonObject>, place: string, text: string): void {
  const keys = place.split('.');
  const last = keys.pop()!;
  let at = body as Record<string, unknown>;
  for (const key of keys) at = (at[key] ??= {}) as Record<string, unknown>;
  at[last] = text;
}

function inWordsOf(connector: SynthoConnector, error: unknown): unknown {
  if (!(error instanceof DomainError) || !error.details.errors) return error;
  return invalidBody(synthoErrors(connector, error.details.errors));
}

function invalidBody(errors: readonly FieldError[]): DomainError {
  const message = 'The connection is not valid.';
  return new DomainError('malformed', 'invalid_connection', message, { errors });
}

import { Injectable } from '@nestjs/common';
import { ConnectorRegistry, isJsonObject, type JsonObject } from '#connector-sdk';
import { type CheckRun, ChecksService, type CheckView, FilesService, type FileUse } from '#core';
import { DomainError, type FieldError, malformed } from '#platform/errors';
import type { Scope } from '#platform/scope';
import type { SynthoConnector } from './mappers/connector-table.js';
import { KRB5_CONF, kdcOf, realmOf } from './mappers/krb5-conf.js';
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
    const placed = await this.withKdc(scope, native);
    const filled = await this.withFiles(scope, placed, files);
    try {
      return await this.checks.run(scope, await this.checks.planBody(scope, { ...filled }), run);
    } catch (error) {
      throw inWordsOf(connector, error);
    }
  }

  /** Names the KDC of the principal's realm, which a krb5.conf of the upload area tells. */
  private async withKdc(scope: Scope, native: NativeBody): Promise<NativeBody> {
    const { transport } = native;
    const principal = native.credential.payload['principal'];
    if (!transport?.['kerberos'] || typeof principal !== 'string') return native;
    const realm = realmOf(principal);
    const [file] = await this.contents(scope, native, [
      { field: 'hooks_params.Kerberos', path: KRB5_CONF, place: 'credential' },
    ]);
    const kdc = file && kdcOf(file.toString('utf8'), realm);
    if (!kdc) {
      const field = 'hooks_params.Kerberos';
      const message = `${field} needs a file ${KRB5_CONF} in the upload area that names the kdc of the principal's realm.`;
      throw invalidBody([{ path: field, rule: 'kdc', message }]);
    }
    return { ...native, transport: { ...transport, kerberos: { kdc, realm } } };
  }

  /** Puts the content of files of the upload area in their places. */
  private async withFiles(
    scope: Scope,
    native: NativeBody,
    files: readonly WishedFile[],
  ): Promise<JsonObject> {
    const body = structuredClone({ ...native }) as unknown as Record<string, JsonObject>;
    for (const [index, content] of (await this.contents(scope, native, files)).entries()) {
      const { place, as } = files[index]!;
      put(body, place, content.toString(as === 'text' ? 'utf8' : 'base64'));
    }
    return body;
  }

  /** The files, each for where its content would travel; none where the rest is wrong, which is told first. */
  private async contents(
    scope: Scope,
    { type, payload, transport }: NativeBody,
    files: readonly Pick<WishedFile, 'field' | 'path' | 'place'>[],
  ): Promise<Buffer[]> {
    const connector = this.registry.get(type)!;
    if (files.length === 0 || connector.validatePayload(payload).length > 0) return [];
    const places = files.map(({ place }) => place);
    const destinations = connector.secretDestinations(payload, transport, places);
    const errors: FieldError[] = [];
    const contents: Buffer[] = [];
    for (const { field, path, place } of files) {
      const destination = destinations.get(place) ?? destinations.get('credential')!;
      const content = await this.read(scope, path, { field, destination }, errors);
      if (content) contents.push(content);
    }
    if (errors.length > 0) throw invalidBody(errors);
    return contents;
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

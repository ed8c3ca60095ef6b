import { Injectable } from '@nestjs/common';
import { isJsonObject, type JsonObject } from '#connector-sdk';
import { type CheckRun, ChecksService, type CheckView, type PlannedCheck, ProjectScopes } from '#core';
import { DomainError, malformed } from '#platform/errors';
import type { Scope } from '#platform/scope';
import type { Source } from './blocks/block.js';
import { CredibleConnections, storedFace } from './connections.service.js';
import { messageOf } from './error-shape.js';
import { Faces } from './faces.service.js';
import { inPageWords } from './page-errors.js';
import { readChange, type ReadConnection, readNewConnection } from './read-connection.js';
import { type ProjectPlace, readResource, resourceOf } from './resource.js';
import { type CredibleConnection, writeConnection, writeFace } from './write-connection.js';

/** How a test of the data plane went. */
export interface ConnectionStatus {
  readonly status: 'ok' | 'failed';
  /** Null when it is well. */
  readonly errorMessage: string | null;
}

const SKIPPED = { true: 'SKIPPED', false: 'UNKNOWN' } as const;

/** Tests connections of which nothing is stored, and those that a client sends back as it got them. */
@Injectable()
export class CredibleTests {
  constructor(
    private readonly faces: Faces,
    private readonly connections: CredibleConnections,
    private readonly checks: ChecksService,
    private readonly projects: ProjectScopes,
  ) {}

  /**
   * Tests what would be a new connection.
   *
   * @returns the connection as it would be answered
   * @throws DomainError as a create, or `invalid`/`check_failed`
   */
  async dryRun(
    scope: Scope,
    place: ProjectPlace,
    body: JsonObject,
    run: CheckRun,
  ): Promise<CredibleConnection> {
    const read = readNewConnection(this.faces.all, body);
    const planned = await this.planNew(scope, read);
    const check = await this.checks.run(scope, planned, run);
    if (!check.ok) throw new DomainError('invalid', 'check_failed', explain(check));
    return this.unstored(place, read);
  }

  /**
   * Tests what a client of the data plane sends, which is the answer to a GET, or that in `config`. Secrets that are
   * not sent are taken from the connection that it names, for where they were stored for.
   *
   * @param chosen - the project that the request names, by id or name
   * @throws DomainError `malformed` for an empty body or one without a type
   */
  async test(
    scope: Scope,
    body: unknown,
    chosen: string | undefined,
    run: CheckRun,
  ): Promise<ConnectionStatus> {
    const config = configOf(body);
    try {
      const planned = await this.plan(await this.placed(scope, config, chosen), config);
      const check = await this.checks.run(planned.scope, planned.check, run);
      return check.ok
        ? { status: 'ok', errorMessage: null }
        : { status: 'failed', errorMessage: explain(check) };
    } catch (error) {
      if (!(error instanceof DomainError) || !['invalid', 'not_found'].includes(error.kind)) throw error;
      return { status: 'failed', errorMessage: messageOf(error) };
    }
  }

  private async placed(scope: Scope, config: JsonObject, chosen: string | undefined): Promise<Scope> {
    const resource = readResource(config['resource']);
    if (resource && (resource.organization ?? scope.tenant) === scope.tenant) {
      return this.projects.named(scope, resource.project);
    }
    return this.projects.chosen(scope, chosen);
  }

  private async plan(scope: Scope, config: JsonObject): Promise<{ scope: Scope; check: PlannedCheck }> {
    const { name } = config;
    const stored =
      typeof name === 'string' && scope.projectId != null ? await this.stored(scope, name) : null;
    if (stored?.face.face.type !== config['type'] || !stored) {
      return { scope, check: await this.planNew(scope, readNewConnection(this.faces.all, config, false)) };
    }
    const { name: _name, type: _type, resource: _resource, attributes: _attributes, ...changes } = config;
    const { face, block, body, partialCredential } = readChange(storedFace(stored), changes);
    const check = await this.checks
      .planChange(scope, stored.view.id, body, { partialCredential })
      .catch((error: unknown) => {
        throw inPageWords(error, face, block);
      });
    return { scope, check };
  }

  private async stored(scope: Scope, name: string) {
    try {
      return await this.connections.find(scope, name);
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'not_found') return null;
      throw error;
    }
  }

  private async planNew(scope: Scope, { face, block, body }: ReadConnection): Promise<PlannedCheck> {
    return this.checks.planBody(scope, body).catch((error: unknown) => {
      throw inPageWords(error, face, block);
    });
  }

  private unstored(place: ProjectPlace, { body, attributes }: ReadConnection): CredibleConnection {
    const all = body['exclude_all_tables'] === true;
    const connection = {
      name: body['name'] as string,
      type: body['type'] as string,
      payload: body['payload'] as JsonObject,
      transport: null,
      include_tables: (body['include_tables'] ?? null) as readonly string[] | null,
      exclude_tables: (body['exclude_tables'] ?? null) as readonly string[] | null,
      exclude_all_tables: all,
      indexing_status: SKIPPED[`${all}`],
      indexing_status_last_updated: null,
    };
    const credential = (body['credential'] ?? null) as Source['credential'];
    const face = writeFace(this.faces.all, connection, credential, attributes?.open ?? {});
    return writeConnection(face!, connection, resourceOf(place, connection.name));
  }
}

function configOf(body: unknown): JsonObject {
  const config = isJsonObject(body) && isJsonObject(body['config']) ? body['config'] : body;
  if (!isJsonObject(config) || Object.keys(config).length === 0) {
    throw malformed('configuration_required', 'Connection configuration is required and cannot be empty');
  }
  if (typeof config['type'] !== 'string' || config['type'] === '') {
    throw malformed('type_required', 'Connection type is required and must be a string');
  }
  return config;
}

/** What failed, in our words, and what to do. */
function explain({ steps }: CheckView): string {
  const failed = steps.find(({ status }) => status === 'failed');
  const texts = [failed?.message, failed?.hint].filter((text) => text != null);
  return texts.length > 0 ? texts.join(' ') : 'The check failed.';
}

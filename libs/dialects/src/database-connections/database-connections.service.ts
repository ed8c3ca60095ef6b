import { Injectable } from '@nestjs/common';
import { ConnectorRegistry, type JsonObject } from '#connector-sdk';
import {
  ConnectionListsService,
  ConnectionRemovalsService,
  ConnectionUpdatesService,
  type DecidingRun,
  DiscoveredWritesService,
  isSecretToken,
  SecretTokens,
} from '#core';
import type { Scope } from '#platform/scope';
import { EMPTY } from './errors/error-words.js';
import { KeyFiles, keyFileUser } from './key-files.js';
import { readEchoes } from './mappers/echoed-secrets.js';
import { keptMembers, namedDialect } from './mappers/kept-members.js';
import { wantedKeyFile } from './mappers/key-file.js';
import {
  changedConnection,
  changesSource,
  type KeyFile,
  newConnection,
  requireSchemas,
} from './mappers/native-body.js';
import { readRequest } from './mappers/read-request.js';
import { readUri } from './mappers/read-uri.js';
import { StoredConnections } from './stored-connections.js';
import type { ConnectionAnswer, ConnectionRequest } from './wire.js';

/** Nobody has tokens of a connection that is not there yet. */
const NO_OWN_TOKENS = { isToken: isSecretToken, isOwn: () => false };
const DEADLINE_MS = 15_000;

/** One page of connections, with the cursor of the next or null. */
export interface ConnectionAnswers {
  readonly items: ConnectionAnswer[];
  readonly next: string | null;
}

/** Database connections: core's, in this contract's words. */
@Injectable()
export class DatabaseConnectionsService {
  constructor(
    private readonly stored: StoredConnections,
    private readonly lists: ConnectionListsService,
    private readonly writes: DiscoveredWritesService,
    private readonly updates: ConnectionUpdatesService,
    private readonly removals: ConnectionRemovalsService,
    private readonly tokens: SecretTokens,
    private readonly files: KeyFiles,
    private readonly registry: ConnectorRegistry,
  ) {}

  /**
   * Tests a connection, then stores it and has its tables found.
   *
   * @throws DomainError `invalid` for the body, the URI or a failed test, `forbidden`, `conflict` for a taken alias
   */
  async create(scope: Scope, body: JsonObject, cancelled: AbortSignal): Promise<ConnectionAnswer> {
    const request = readRequest(body);
    const secrets = readEchoes(request, NO_OWN_TOKENS);
    const uri = readUri(this.registry, request.secrets.connection_uri ?? '');
    requireSchemas(request, this.hasSchemas(uri.type));
    const wanted = wantedKeyFile(request, secrets, uri.type, null);
    const leads = keyFileUser({ ...uri, transport: null }, newConnection(request, secrets, uri, null));
    const native = newConnection(request, secrets, uri, await this.files.read(scope, wanted, leads));
    const kept = keptMembers(request, secrets, namedDialect(uri));
    const { id } = await this.writes.create(scope, native, testRun(cancelled), kept);
    return this.get(scope, id);
  }

  /** @throws DomainError `malformed` for a foreign cursor */
  async list(scope: Scope, page: { limit: number; cursor?: string | undefined }): Promise<ConnectionAnswers> {
    const { items, next } = await this.lists.list(scope, {
      ...page,
      sort: 'id',
      includeGlobal: false,
      deleted: false,
    });
    return { items: await this.stored.answers(scope, await this.stored.withMembers(scope, items)), next };
  }

  /** @throws DomainError `not_found` */
  async get(scope: Scope, id: number): Promise<ConnectionAnswer> {
    return this.stored.answer(scope, await this.stored.get(scope, id));
  }

  /**
   * Replaces all that the contract says of a connection; a change of where it leads is tested first.
   *
   * @throws DomainError as a create; `not_found`; `invalid`/`secret_reentry_required` when a token stands for a secret
   *   that would go to another place
   */
  async replace(
    scope: Scope,
    id: number,
    body: JsonObject,
    cancelled: AbortSignal,
  ): Promise<ConnectionAnswer> {
    const stored = await this.stored.get(scope, id);
    const { version, type } = stored.view;
    const request = readRequest(body);
    const issuer = await this.tokens.issuer(scope);
    const secrets = readEchoes(request, {
      isToken: isSecretToken,
      isOwn: (field, text) => issuer.isOwn(id, field, text),
    });
    const uri = secrets.connection_uri ? readUri(this.registry, secrets.connection_uri) : undefined;
    if (uri || changesSchemas(request, stored.view.schemas)) {
      requireSchemas(request, this.hasSchemas(uri?.type ?? type));
    }
    const wanted = wantedKeyFile(request, secrets, uri?.type ?? type, stored);
    const change = (file: KeyFile | null) => changedConnection(request, secrets, uri, file, stored);
    const native = change(await this.files.read(scope, wanted, keyFileUser(stored.view, change(null))));
    const kept = keptMembers(request, secrets, uri ? namedDialect(uri) : stored.members.dialect);
    if (changesSource(native)) {
      await this.writes.update(scope, id, native, [version], testRun(cancelled), kept);
    } else {
      await this.updates.update(scope, id, native, [version], kept);
    }
    return this.get(scope, id);
  }

  /** Answers what was there. @throws DomainError `not_found`, `forbidden` */
  async remove(scope: Scope, id: number): Promise<ConnectionAnswer> {
    const answer = await this.get(scope, id);
    await this.removals.remove(scope, id, null, false);
    return answer;
  }

  private hasSchemas(type: string): boolean {
    return this.registry.get(type)?.capabilities.schemas ?? false;
  }
}

/** The body has no field for an SSH host key, so the first one that is seen is trusted from then on. */
function testRun(cancelled: AbortSignal): DecidingRun {
  return {
    deadlineMs: DEADLINE_MS,
    hostKeyPolicy: 'trust_on_first_use',
    refusedWarnings: [EMPTY],
    cancelled,
  };
}

function changesSchemas({ schemas }: ConnectionRequest, stored: readonly string[] | null): boolean {
  return JSON.stringify(schemas) !== JSON.stringify(stored);
}

import { Injectable } from '@nestjs/common';
import type { JsonObject } from '#connector-sdk';
import {
  ConnectionListsService,
  ConnectionRemovalsService,
  ConnectionsService,
  IndexedWritesService,
} from '#core';
import { DomainError, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { checkServerMembers } from './members.js';
import { type FacedConnection, Faces } from './faces.service.js';
import { inPageWords } from './page-errors.js';
import { readChange, readNewConnection, type StoredFace } from './read-connection.js';
import { type ProjectPlace, resourceOf } from './resource.js';
import { type CredibleConnection, writeConnection } from './write-connection.js';

/** Connections of a list that are read at once. */
const PAGE = 1_000;
/** How often a change is laid over what another one made of the connection meanwhile. */
const TRIES = 3;

/** The connections of one project in the words of this contract. */
@Injectable()
export class CredibleConnections {
  constructor(
    private readonly faces: Faces,
    private readonly connections: ConnectionsService,
    private readonly lists: ConnectionListsService,
    private readonly writes: IndexedWritesService,
    private readonly removals: ConnectionRemovalsService,
  ) {}

  async list(scope: Scope, place: ProjectPlace): Promise<CredibleConnection[]> {
    const found: CredibleConnection[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await this.lists.list(scope, {
        sort: 'id',
        limit: PAGE,
        includeGlobal: false,
        deleted: false,
        ...(cursor ? { cursor } : {}),
      });
      found.push(...(await this.faces.of(scope, page.items)).map((faced) => answer(place, faced)));
      cursor = page.next;
    } while (cursor !== null);
    return found;
  }

  async get(scope: Scope, place: ProjectPlace, name: string): Promise<CredibleConnection> {
    return answer(place, await this.find(scope, name));
  }

  /** @throws DomainError `invalid`, `conflict` for a taken name */
  async create(scope: Scope, place: ProjectPlace, body: JsonObject): Promise<CredibleConnection> {
    const { face, block, body: native, attributes } = readNewConnection(this.faces.all, body);
    const view = await this.writes.create(scope, native, attributes).catch((error: unknown) => {
      throw inPageWords(error, face, block);
    });
    const [faced] = await this.faces.of(scope, [view]);
    return answer(place, faced!);
  }

  /** @throws DomainError `not_found`, `invalid` (among them `secret_reentry_required`) */
  async update(
    scope: Scope,
    place: ProjectPlace,
    name: string,
    body: JsonObject,
  ): Promise<CredibleConnection> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.change(scope, place, await this.find(scope, name), body);
      } catch (error) {
        const overtaken = error instanceof DomainError && error.kind === 'precondition_failed';
        if (!overtaken || attempt === TRIES) throw error;
      }
    }
  }

  /** @throws DomainError `not_found` */
  async remove(scope: Scope, name: string): Promise<void> {
    const { view } = await this.find(scope, name);
    await this.removals.remove(scope, view.id, null, false);
  }

  /** One that this contract can show. @throws DomainError `not_found` for any other */
  async find(scope: Scope, name: string): Promise<FacedConnection> {
    const [faced] = await this.faces.of(scope, [await this.connections.byName(scope, name)]);
    if (!faced) throw notFound('connection');
    return faced;
  }

  private async change(
    scope: Scope,
    place: ProjectPlace,
    faced: FacedConnection,
    body: JsonObject,
  ): Promise<CredibleConnection> {
    const { view } = faced;
    const stored = storedFace(faced);
    checkServerMembers(body, answer(place, faced));
    const { face, block, body: native, attributes, partialCredential } = readChange(stored, body);
    const changed = await this.writes
      .update(scope, view.id, native, [view.version], attributes, { partialCredential })
      .catch((error: unknown) => {
        throw inPageWords(error, face, block);
      });
    const [after] = await this.faces.of(scope, [changed]);
    if (!after) throw notFound('connection');
    return answer(place, after);
  }
}

/** A connection as a change of it sees it. */
export function storedFace({ face, source }: FacedConnection): StoredFace {
  return { ...face, source };
}

function answer(place: ProjectPlace, { face, view }: FacedConnection): CredibleConnection {
  return writeConnection(face, view, resourceOf(place, view.name));
}

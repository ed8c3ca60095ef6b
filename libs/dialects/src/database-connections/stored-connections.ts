import { Injectable } from '@nestjs/common';
import { ConnectionAttributes, ConnectionsService, type ConnectionView, SecretTokens } from '#core';
import { notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { connectionAnswer, isShown } from './mappers/answer.js';
import { NAMESPACE, openMembers } from './mappers/kept-members.js';
import type { StoredConnection } from './mappers/stored-connection.js';
import type { ConnectionAnswer } from './wire.js';

/** Connections with what only this contract keeps of them, and how they are answered. */
@Injectable()
export class StoredConnections {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly attributes: ConnectionAttributes,
    private readonly tokens: SecretTokens,
  ) {}

  /** @throws DomainError `not_found` also for one of a type that the contract has no words for */
  async get(scope: Scope, id: number): Promise<StoredConnection> {
    const [stored] = await this.withMembers(scope, [await this.connections.get(scope, id)]);
    if (!stored) throw notFound('connection');
    return stored;
  }

  /** Those of the connections that the contract has words for. */
  async withMembers(scope: Scope, views: readonly ConnectionView[]): Promise<StoredConnection[]> {
    const shown = views.filter((view) => isShown({ view }));
    const attributes = await this.attributes.of(
      scope,
      NAMESPACE,
      shown.map(({ id }) => id),
    );
    return shown.map((view) => {
      const { open, sealed, properties } = attributes.get(view.id)!;
      return {
        view,
        sealed: new Set(properties),
        members: openMembers(open),
        sealedMembers: new Set(sealed),
      };
    });
  }

  async answers(scope: Scope, stored: readonly StoredConnection[]): Promise<ConnectionAnswer[]> {
    const issuer = await this.tokens.issuer(scope);
    return stored.map((one) => connectionAnswer(one, (field) => issuer.token(one.view.id, field)));
  }

  async answer(scope: Scope, stored: StoredConnection): Promise<ConnectionAnswer> {
    const [answer] = await this.answers(scope, [stored]);
    return answer!;
  }
}

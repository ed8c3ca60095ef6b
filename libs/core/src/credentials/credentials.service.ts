import { Injectable } from '@nestjs/common';
import { type JsonObject, type JsonValue, canonicalJson, credentialType, isJsonObject } from '#connector-sdk';
import { recordAudit } from '#platform/audit';
import { TenantDatabase, type Transaction } from '#platform/database';
import { type FieldError, conflict, invalid, notFound } from '#platform/errors';
import { type Scope, reaches, seesProject } from '#platform/scope';
import { type TenantVault, Vault } from '#platform/vault';
import { requireWriteIn } from '../access/scope-rules.js';
import { LeaseMarks } from '../leases/lease-marks.repository.js';
import { checkName, nameKey, trimmedName } from '../naming/index.js';
import { listPlace, readCursor, writeCursor } from '../paging/cursor.js';
import { ProjectsRepository } from '../projects/projects.repository.js';
import { type Precondition, requireVersion } from '../versioning/precondition.js';
import { checkCredential, withoutNulls } from './credential-input.js';
import { CredentialListsRepository } from './credential-lists.repository.js';
import { credentialFingerprint, sealCredential } from './credential-sealing.js';
import { CredentialUsageRepository } from './credential-usage.repository.js';
import { type CredentialView, credentialView } from './credential-view.js';
import type { CredentialEntity } from './credential.entity.js';
import { CredentialsRepository } from './credentials.repository.js';

export interface CredentialListRequest {
  readonly type?: string | undefined;
  readonly name?: string | undefined;
  /** Days: those alone that end by then, or have ended. */
  readonly expiringWithinDays?: number | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A connection that uses a credential, as far as the caller may see it. */
export interface CredentialUsage {
  readonly connections: readonly { id: number; name: string; project_id: number }[];
  /** How many more there are in projects that the caller does not see. */
  readonly hidden: number;
}

const DAY_MS = 86_400_000;
const CREATE_MEMBERS = ['name', 'type', 'payload'];
const UPDATE_MEMBERS = ['name', 'type', 'payload'];

/** Credentials as objects of their own, shared by connections. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly credentials: CredentialsRepository,
    private readonly lists: CredentialListsRepository,
    private readonly users: CredentialUsageRepository,
    private readonly projects: ProjectsRepository,
    private readonly vault: Vault,
    private readonly leases: LeaseMarks,
  ) {}

  async create(scope: Scope, body: JsonObject): Promise<CredentialView> {
    const projectId = scope.projectId ?? null;
    requireWriteIn(scope, projectId);
    const errors = [
      ...unknown(body, CREATE_MEMBERS),
      ...checkName('name', body['name']),
      ...checkSecret(body['type'], body['payload']),
    ];
    if (errors.length > 0) throw invalid(errors);
    const type = body['type'] as string;
    const name = body['name'] as string;
    const payload = credentialType(type)!.normalise(body['payload']);
    const vault = await this.vault.forTenant(scope);
    return this.database.effect(scope, async (tx) => {
      await this.requireProject(tx, scope);
      const id = await this.credentials.nextId(tx);
      const head = { id, projectId, name: trimmedName(name), nameKey: nameKey(name), type, inline: false };
      await this.credentials.insert(tx, scope, head, sealCredential(vault, id, 1, type, payload), null);
      const view = credentialView((await this.credentials.find(tx, scope, id))!);
      await recordAudit(tx, scope, { ...about('create', view), after: view });
      return view;
    });
  }

  async list(
    scope: Scope,
    request: CredentialListRequest,
  ): Promise<{ items: CredentialView[]; next: string | null }> {
    const vault = await this.vault.forTenant(scope);
    const { expiringWithinDays: days } = request;
    const list = JSON.stringify(['credentials', listPlace(scope), request.type, request.name, days]);
    const afterId =
      request.cursor === undefined ? 0 : readCursor<{ id: number }>(vault, list, request.cursor).id;
    const rows = await this.database.transaction(scope, async (tx) => {
      await this.requireProject(tx, scope);
      const nameFilter = request.name === undefined ? {} : { nameKey: nameKey(request.name) };
      const expiresBy = days === undefined ? undefined : new Date(Date.now() + days * DAY_MS);
      const { type, limit } = request;
      return this.lists.list(tx, scope, { type, ...nameFilter, expiresBy, afterId, limit });
    });
    const page = rows.slice(0, request.limit);
    const more = rows.length > page.length;
    return {
      items: page.map(credentialView),
      next: more ? writeCursor(vault, list, { id: page.at(-1)!.id }) : null,
    };
  }

  async get(scope: Scope, id: number): Promise<CredentialView> {
    const row = await this.database.transaction(scope, (tx) => this.credentials.find(tx, scope, id));
    return credentialView(visible(scope, row));
  }

  /** Renames, or stores a new version of the secret; the same secret again is no new version. */
  async update(
    scope: Scope,
    id: number,
    body: JsonObject,
    precondition: Precondition,
  ): Promise<CredentialView> {
    const vault = await this.vault.forTenant(scope);
    return this.database.transaction(scope, async (tx) => {
      const users = body['payload'] === undefined ? [] : await this.users.lockUsersOf(tx, scope, id);
      const row = visible(scope, await this.credentials.lock(tx, scope, id));
      requireWriteIn(scope, row.projectId);
      requireVersion(precondition, row.version);
      const before = credentialView(row);
      refuseBadUpdate(before, body);
      const renamed = rename(row, body['name']);
      const resealed =
        body['payload'] !== undefined &&
        (await this.reseal(tx, scope, vault, row, withoutNulls(body['payload'])));
      if (!renamed && !resealed) return before;
      row.version += 1;
      row.updatedBy = scope.principal.name;
      const after = credentialView(await this.credentials.save(tx, row));
      if (resealed) {
        await this.users.changed(tx, scope, users);
        await this.leases.changed(tx, scope, { of: 'credential', id });
      }
      await recordAudit(tx, scope, { ...about('update', after), before, after });
      return after;
    });
  }

  /** Destroys the credential with every version; refused while a connection uses it. */
  async remove(scope: Scope, id: number, precondition: Precondition): Promise<void> {
    await this.database.transaction(scope, async (tx) => {
      const row = visible(scope, await this.credentials.lock(tx, scope, id));
      requireWriteIn(scope, row.projectId);
      requireVersion(precondition, row.version);
      const usage = await this.usageOf(tx, scope, id);
      const count = usage.connections.length + usage.hidden;
      if (count > 0) {
        throw conflict('credential_in_use', `${count} connections use this credential.`, { ...usage });
      }
      await this.leases.revoke(tx, scope, { of: 'credential', id }, 'credential_deleted');
      await this.credentials.releaseFromDeleted(tx, scope, id);
      await this.credentials.remove(tx, scope, id);
      const view = credentialView(row);
      await recordAudit(tx, scope, { ...about('delete', view), before: view });
    });
  }

  async usage(scope: Scope, id: number): Promise<CredentialUsage> {
    return this.database.transaction(scope, async (tx) => {
      visible(scope, await this.credentials.find(tx, scope, id));
      return this.usageOf(tx, scope, id);
    });
  }

  private async reseal(
    tx: Transaction,
    scope: Scope,
    vault: TenantVault,
    row: CredentialEntity,
    value: unknown,
  ): Promise<boolean> {
    const payload = credentialType(row.type)!.normalise(value);
    if (credentialFingerprint(vault, row.id, row.type, payload) === row.fingerprint) return false;
    const next = row.secretVersion + 1;
    const secret = sealCredential(vault, row.id, next, row.type, payload, row.serverFields);
    await this.credentials.insertVersion(tx, scope, row.id, next, secret);
    await this.credentials.copyDestinations(tx, scope, row.id, row.secretVersion, next);
    row.secretVersion = next;
    row.fingerprint = secret.fingerprint;
    row.serverFields = secret.serverFields;
    row.expiresAt = secret.expiresAt;
    return true;
  }

  private async usageOf(tx: Transaction, scope: Scope, id: number): Promise<CredentialUsage> {
    const users = await this.users.usersOf(tx, scope, id);
    const seen = users.filter((user) => user.projectId === null || seesProject(scope, user.projectId));
    return {
      connections: seen.map((user) => ({ id: user.id, name: user.name, project_id: user.projectId ?? 0 })),
      hidden: users.length - seen.length,
    };
  }

  private async requireProject(tx: Transaction, scope: Scope): Promise<void> {
    const { projectId = null } = scope;
    if (projectId === null) return;
    if (!(await this.projects.find(tx, scope, projectId))) throw notFound('project');
  }
}

function visible(scope: Scope, row: CredentialEntity | null): CredentialEntity {
  if (row?.retiredFrom !== null || !reaches(scope, row.projectId)) throw notFound('credential');
  return row;
}

function refuseBadUpdate(view: CredentialView, body: JsonObject): void {
  const errors = unknown(body, [...UPDATE_MEMBERS, ...Object.keys(view)]);
  for (const [member, value] of Object.entries<JsonValue>({ ...view })) {
    if (member === 'name' || body[member] === undefined || isSame(body[member], value)) continue;
    errors.push({ path: member, rule: 'read_only', message: `${member} is set by the server.` });
  }
  if (body['name'] !== undefined) errors.push(...checkRename(view, body['name']));
  if (body['payload'] !== undefined) errors.push(...checkSecret(view.type, withoutNulls(body['payload'])));
  if (errors.length > 0) throw invalid(errors);
}

/** A client may send back what it got, whatever the order of its keys. */
function isSame(given: JsonValue, value: JsonValue): boolean {
  return canonicalJson(given) === canonicalJson(value);
}

/** One that belongs to a connection has no name, and gets none. */
function checkRename(view: CredentialView, name: unknown): FieldError[] {
  if (!view.inline) return checkName('name', name);
  const message = 'A credential that belongs to one connection has no name.';
  return name === view.name ? [] : [{ path: 'name', rule: 'read_only', message }];
}

/** Answers whether the name changed. */
function rename(row: CredentialEntity, name: unknown): boolean {
  if (typeof name !== 'string' || trimmedName(name) === row.name) return false;
  row.name = trimmedName(name);
  row.nameKey = nameKey(name);
  return true;
}

/** Paths in a credential's own body have no `credential.` in front. */
function checkSecret(type: unknown, payload: unknown): FieldError[] {
  const isText = typeof payload === 'string';
  if (!isJsonObject(payload) && !isText) {
    return [
      ...checkCredential(type, {})
        .filter((error) => error.path === 'credential.type')
        .map(unprefixed),
      { path: 'payload', rule: 'object', message: 'payload must be an object.' },
    ];
  }
  return checkCredential(type, payload).map(unprefixed);
}

function unprefixed(error: FieldError): FieldError {
  return {
    ...error,
    path: error.path.replace(/^credential\./, ''),
    message: error.message.replaceAll('credential.', ''),
  };
}

function unknown(body: JsonObject, members: readonly string[]): FieldError[] {
  return Object.keys(body)
    .filter((key) => !members.includes(key))
    .map((key) => ({ path: key, rule: 'unknown', message: 'There is no such member.' }));
}

function about(verb: string, view: CredentialView) {
  const projectId = view.project_id === 0 ? null : view.project_id;
  return { action: `credential.${verb}`, entity: 'credential', entityId: view.id, projectId };
}

import type { ProjectAccess } from '#platform/scope';
import { PERMISSIONS, PROJECT_PERMISSIONS, type Permission } from './permissions.js';

/** What a token of ours is narrowed to. */
export interface TokenScope {
  readonly permissions: readonly Permission[];
  /** Null: all projects of the account, whichever those are when the token is used. */
  readonly projects: readonly number[] | null;
}

/** What an account holds when it asks for a token. */
export interface Held {
  readonly permissions: ReadonlySet<string>;
  readonly projects: ProjectAccess;
}

/** More does not fit into a request's header together with the rest of a token. */
const MAX_CHARACTERS = 2_000;
const PROJECT = /^project:([1-9]\d{0,14})$/;

/**
 * Reads what was asked for: permissions, and projects as `project:3`. Without permissions it is all that the
 * account may do, without projects wherever it may.
 *
 * @returns null for a word that means nothing, and for what the account does not hold; whether the projects of
 *   an account that may see all of them exist is for the caller to ask
 */
export function readTokenScope(text: string | undefined, held: Held): TokenScope | null {
  if (text !== undefined && text.length > MAX_CHARACTERS) return null;
  const words = [...new Set((text ?? '').split(' ').filter((word) => word !== ''))];
  const projects = words.flatMap((word) => PROJECT.exec(word)?.[1] ?? []).map(Number);
  const permissions = PERMISSIONS.filter((permission) => words.includes(permission));
  if (projects.length + permissions.length < words.length) return null;
  const visible = held.projects;
  if (visible !== 'all' && !projects.every((id) => visible.includes(id))) return null;
  const able = abilities(held.permissions, projects.length > 0);
  if (!permissions.every((permission) => able.has(permission))) return null;
  return {
    permissions: permissions.length > 0 ? permissions : [...able],
    projects: projects.length > 0 ? projects : null,
  };
}

/** The text of a scope, as a token and the answer have it. */
export function tokenScopeText({ permissions, projects }: TokenScope): string {
  return [...permissions, ...(projects ?? []).map((id) => `project:${id}`)].join(' ');
}

/** What is left of an account's rights in a token of this scope, as the account stands now. */
export function narrowed(
  held: Held,
  scope: string,
): { permissions: Set<Permission>; projects: ProjectAccess } {
  const words = new Set(scope.split(' '));
  const asked = [...words].flatMap((word) => PROJECT.exec(word)?.[1] ?? []).map(Number);
  const able = abilities(held.permissions, asked.length > 0);
  const permissions = new Set([...able].filter((permission) => words.has(permission)));
  if (asked.length === 0) return { permissions, projects: held.projects };
  const { projects } = held;
  return { permissions, projects: asked.filter((id) => projects === 'all' || projects.includes(id)) };
}

/** Whoever is confined to projects has none of the rights that reach beyond them. */
function abilities(held: ReadonlySet<string>, confined: boolean): ReadonlySet<Permission> {
  const kept = PERMISSIONS.filter((permission) => held.has(permission));
  return new Set(confined ? kept.filter((permission) => PROJECT_PERMISSIONS.has(permission)) : kept);
}

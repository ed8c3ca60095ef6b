import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type TenantHead, TenantsRepository } from './tenants.repository.js';

const CACHED_TENANTS = 10_000;

/**
 * Remembers tenants by slug and by id. What it remembers may be old: a transaction compares the access
 * epoch and has it {@link refresh}ed, so nobody acts on it after a revocation.
 */
@Injectable()
export class TenantDirectory {
  private readonly bySlug = new LRUCache<string, TenantHead>({ max: CACHED_TENANTS });
  private readonly byId = new LRUCache<number, TenantHead>({ max: CACHED_TENANTS });

  constructor(private readonly tenants: TenantsRepository) {}

  /** A tenant by the name in the path or the token; from memory where it is known. */
  async findBySlug(slug: string): Promise<TenantHead | null> {
    return this.bySlug.get(slug) ?? this.remember(await this.tenants.headBySlug(slug));
  }

  /** A tenant by its internal id; from memory where it is known. */
  async findById(id: number): Promise<TenantHead | null> {
    return this.byId.get(id) ?? this.remember(await this.tenants.headById(id));
  }

  /** A tenant by its internal id if it is in memory, without waiting. */
  remembered(id: number): TenantHead | undefined {
    return this.byId.get(id);
  }

  /** The tenant as it is committed now, or null when it is gone. */
  async refresh(id: number): Promise<TenantHead | null> {
    this.forget(id);
    return this.remember(await this.tenants.headById(id));
  }

  /** The tenant of this name as it is committed now, or null: it may be another one than before. */
  async refreshBySlug(slug: string): Promise<TenantHead | null> {
    this.bySlug.delete(slug);
    return this.remember(await this.tenants.headBySlug(slug));
  }

  forget(id: number): void {
    const known = this.byId.get(id);
    if (known) this.bySlug.delete(known.slug);
    this.byId.delete(id);
  }

  private remember(head: TenantHead | null): TenantHead | null {
    if (head) {
      this.bySlug.set(head.slug, head);
      this.byId.set(head.id, head);
    }
    return head;
  }
}

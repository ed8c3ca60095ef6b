import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTenantTable, dropTables, grantTo } from './tenant-table.js';

/** The issuers that tenants trust for their own users, and which of them a token can be from. */
export class CreateIdentityProviders1763712810000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(
      runner,
      'identity_providers',
      `name text not null,
       name_key text not null,
       issuer text not null,
       audience text not null,
       jwks_uri text not null,
       algorithms text[] not null,
       claims jsonb not null,
       version integer not null default 1,
       created_by text not null,
       created_at timestamptz(3) not null default now(),
       updated_by text not null,
       updated_at timestamptz(3) not null default now(),
       constraint identity_providers_name unique (tenant_id, name_key)`,
    );
    // A token says its issuer and its audience before anybody knows the tenant: a table of no tenant, like that of tenants.
    await runner.query(`
      create table issuer_directory (
        issuer text not null,
        audience text not null,
        of_tenant bigint not null constraint issuer_directory_tenant references tenants (id) on delete cascade,
        provider_id bigint not null,
        constraint issuer_directory_pkey primary key (issuer, audience),
        constraint issuer_directory_provider unique (of_tenant, provider_id)
      )`);
    await grantTo(runner, 'issuer_directory', 'select, insert, update, delete');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['issuer_directory', 'identity_providers']);
  }
}

import { Body, Controller, Delete, Get, Put, Query } from '@nestjs/common';
import { HOST_FORMAT, HOST_KEY_FORMAT, matchesFormat, SSH_PORT, type TextFormat } from '#connector-sdk';
import { KnownHostsService, type KnownHostView } from '#core';
import { invalidField, malformed } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { Audited, AuditedRead, CurrentScope, Requires } from '#http';
import { TENANT_PATH } from '../paths.js';
import { KnownHostQuery, PutKnownHostDto } from './check.dto.js';

/** The keys by which a tenant recognises its SSH servers. */
@Controller(TENANT_PATH)
export class KnownHostsController {
  constructor(private readonly hosts: KnownHostsService) {}

  @Get('ssh-known-hosts')
  @Requires('connections:read')
  @AuditedRead('ssh_known_host.list')
  list(@CurrentScope() scope: Scope): Promise<KnownHostView[]> {
    return this.hosts.list(scope);
  }

  /** Approves a server's key, in place of any other. */
  @Put('ssh-known-hosts')
  @Requires('global:write')
  @Audited('ssh_known_host.put')
  put(@CurrentScope() scope: Scope, @Body() body: PutKnownHostDto): Promise<KnownHostView> {
    requireFormat('host', body.host, HOST_FORMAT);
    requireFormat('host_key', body.host_key, HOST_KEY_FORMAT);
    return this.hosts.put(scope, body.host, body.port ?? SSH_PORT, body.host_key);
  }

  /** Forgets the key of `?host=&port=`. */
  @Delete('ssh-known-hosts')
  @Requires('global:write')
  @Audited('ssh_known_host.delete')
  async remove(@CurrentScope() scope: Scope, @Query() query: KnownHostQuery) {
    await this.hosts.remove(scope, query.host, portOf(query.port));
    return { message: 'Known host was deleted successfully' };
  }
}

function requireFormat(path: string, value: string, format: TextFormat): void {
  if (matchesFormat(format, value)) return;
  throw invalidField(path, 'pattern', `${path} must be ${format.means}.`);
}

function portOf(text: string | undefined): number {
  if (text === undefined) return SSH_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw malformed('port_malformed', 'port must be 1 to 65535.');
  return port;
}

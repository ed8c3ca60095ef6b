import { Controller, Delete, Get, Headers, Put, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FileUploadsService, type FileView, FilesService, type Upload, parseIfMatch } from '#core';
import type { Scope } from '#platform/scope';
import {
  Audited,
  AuditedRead,
  CurrentScope,
  IfMatch,
  Requires,
  RequiresInTransaction,
  linkNext,
  parseLimit,
} from '#http';
import { FileBody } from '../../http/file-body.js';
import { RestOfPath } from '../../http/rest-of-path.decorator.js';
import { TENANT_PATH, inBothScopes } from '../paths.js';
import { ListFilesQuery } from './file.dto.js';

/** The upload area: beneath a project its own files, beneath the tenant the GLOBAL ones. */
@Controller(TENANT_PATH)
export class FilesController {
  constructor(
    private readonly files: FilesService,
    private readonly uploads: FileUploadsService,
  ) {}

  @Get(inBothScopes('files'))
  @RequiresInTransaction('connections:read')
  @AuditedRead('file.list')
  async list(
    @CurrentScope() scope: Scope,
    @Query() query: ListFilesQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FileView[]> {
    const page = await this.files.list(scope, { cursor: query.cursor, limit: parseLimit(query.limit) });
    linkNext(request, reply, page.next);
    return page.items;
  }

  @Get(inBothScopes('files/*'))
  @RequiresInTransaction('connections:read')
  @AuditedRead('file.read', '*')
  get(@CurrentScope() scope: Scope, @RestOfPath() path: string) {
    return this.files.get(scope, path);
  }

  /** A file of a new path is written down as `file.create`. A condition is asked for where there is a file. */
  @Put(inBothScopes('files/*'))
  @RouteConfig({ body: 'file' })
  @Requires('connections:write')
  @Audited('file.update')
  async put(
    @CurrentScope() scope: Scope,
    @RestOfPath() path: string,
    @FileBody() upload: Upload,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FileView> {
    const { created, file } = await this.uploads.put(scope, path, upload, parseIfMatch(ifMatch));
    void reply.status(created ? 201 : 200);
    return file;
  }

  @Delete(inBothScopes('files/*'))
  @RequiresInTransaction('connections:write')
  @Audited('file.delete')
  async remove(
    @CurrentScope() scope: Scope,
    @RestOfPath() path: string,
    @IfMatch() ifMatch: string | undefined,
  ) {
    await this.files.remove(scope, path, parseIfMatch(ifMatch));
    return { message: 'File was deleted successfully' };
  }
}

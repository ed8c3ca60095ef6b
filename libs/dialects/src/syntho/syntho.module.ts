import { Module } from '@nestjs/common';
import { ChecksModule, FilesModule } from '#core';
import { ConnectionTestsService } from './connection-tests.service.js';
import { SynthoConnectionsController } from './database-connections.controller.js';

@Module({
  imports: [ChecksModule, FilesModule],
  controllers: [SynthoConnectionsController],
  providers: [ConnectionTestsService],
})
export class SynthoModule {}

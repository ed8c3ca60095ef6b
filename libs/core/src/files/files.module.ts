import { Module } from '@nestjs/common';
import { CredentialsModule } from '../credentials/credentials.module.js';
import { LeaseRecordsModule } from '../leases/lease-records.module.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { FileContentsRepository } from './file-contents.repository.js';
import { FileUploadsService } from './file-uploads.service.js';
import { FileUsageRepository } from './file-usage.repository.js';
import { FilesRepository } from './files.repository.js';
import { FilesService } from './files.service.js';

@Module({
  imports: [CredentialsModule, LeaseRecordsModule, ProjectsModule],
  providers: [FilesRepository, FileContentsRepository, FileUsageRepository, FilesService, FileUploadsService],
  exports: [FilesService, FileUploadsService],
})
export class FilesModule {}

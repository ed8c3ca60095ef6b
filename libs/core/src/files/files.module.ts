import { Module } from '@nestjs/common';
import { CredentialsModule } from '../credentials/credentials.module.js';
import { LeaseRecordsModule } from '../leases/lease-records.module.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { FileContentsRepository } from './file-contents.repository.js';
import { FileDestinationsRepository } from './file-destinations.repository.js';
import { FileReader } from './file-reader.js';
import { FileSecrets } from './file-secrets.js';
import { FileUploadsService } from './file-uploads.service.js';
import { FileUsageRepository } from './file-usage.repository.js';
import { FilesRepository } from './files.repository.js';
import { FilesService } from './files.service.js';

@Module({
  imports: [CredentialsModule, LeaseRecordsModule, ProjectsModule],
  providers: [
    FilesRepository,
    FileContentsRepository,
    FileDestinationsRepository,
    FileUsageRepository,
    FileReader,
    FileSecrets,
    FilesService,
    FileUploadsService,
  ],
  exports: [FileReader, FilesService, FileUploadsService],
})
export class FilesModule {}

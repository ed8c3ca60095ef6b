import { Module } from '@nestjs/common';
import { JobWaits } from './job-waits.service.js';
import { JobsRepository } from './jobs.repository.js';
import { JobsService } from './jobs.service.js';

const SERVICES = [JobsRepository, JobsService, JobWaits];

@Module({ providers: SERVICES, exports: SERVICES })
export class JobsModule {}

import { Module } from '@nestjs/common';
import { LeaseMarks } from './lease-marks.repository.js';

/** What those need who change something beneath a lease; it needs nothing of them. */
@Module({ providers: [LeaseMarks], exports: [LeaseMarks] })
export class LeaseRecordsModule {}

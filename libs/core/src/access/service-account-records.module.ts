import { Module } from '@nestjs/common';
import { ServiceAccountsRepository } from './service-accounts.repository.js';

/** The table of service accounts for those who only look accounts up, in processes that authenticate nobody. */
@Module({ providers: [ServiceAccountsRepository], exports: [ServiceAccountsRepository] })
export class ServiceAccountRecordsModule {}

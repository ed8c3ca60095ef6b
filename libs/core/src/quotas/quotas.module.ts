import { Module } from '@nestjs/common';
import { TenantsModule } from '../tenants/tenants.module.js';
import { QuotasService } from './quotas.service.js';

@Module({ imports: [TenantsModule], providers: [QuotasService], exports: [QuotasService] })
export class QuotasModule {}

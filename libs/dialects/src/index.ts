import type { Type } from '@nestjs/common';
import type { ContractDocument } from '#http';

/** The modules of the dialects, for the application to import. */
export const DIALECT_MODULES: readonly Type[] = [];

/** What the dialects say of themselves in OpenAPI. */
export const DIALECT_CONTRACTS: readonly ContractDocument[] = [];

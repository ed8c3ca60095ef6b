import type { QuotasController } from '../../rest/quotas/quotas.controller.js';
import type { UsageController } from '../../rest/quotas/usage.controller.js';
import { type Operations, one, versioned } from '../operation.js';

export const QUOTA_OPERATIONS: Operations<QuotasController> = {
  get: {
    id: 'getQuotas',
    summary: 'Show what was decided on how much a tenant may have',
    answer: versioned('QuotasView'),
  },
  replace: {
    id: 'putQuotas',
    summary: 'Decide how much a tenant may have',
    description: 'Replaces the quotas: what is absent or null is the default. What is stored already stays.',
    body: { schema: 'Quotas', examples: { 'A small one': { value: { connections: 100, projects: 5 } } } },
    conditional: true,
    answer: versioned('QuotasView'),
  },
};

export const USAGE_OPERATIONS: Operations<UsageController> = {
  get: { id: 'getUsage', summary: 'Show how much of its quotas the tenant uses', answer: one('UsageView') },
};

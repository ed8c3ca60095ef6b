import type { SettingsController } from '../../rest/settings/settings.controller.js';
import { type Operations, versioned } from '../operation.js';

export const SETTINGS_OPERATIONS: Operations<SettingsController> = {
  get: { id: 'getSettings', summary: 'Show what the tenant decides', answer: versioned('SettingsView') },
  update: {
    id: 'updateSettings',
    summary: 'Change what the tenant decides',
    description: 'What is absent stays; null is the default again.',
    body: {
      schema: 'SettingsUpdate',
      examples: { 'Shorter leases': { value: { max_lease_seconds: 600, audit_reads: true } } },
    },
    conditional: true,
    answer: versioned('SettingsView'),
  },
};

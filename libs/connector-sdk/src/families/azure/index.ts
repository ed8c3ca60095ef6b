export { type AzureAccount, azureAccount } from './azure-account.js';
export { azureError } from './azure-errors.js';
export { azurePipelineOptions, throughAgents } from './azure-pipeline.js';

export { type AzureAccount, azureAccount } from './azure-account.js';
export { azureError } from './azure-errors.js';
export { azurePipelineOptions, readingAtDfs, throughAgents } from './azure-pipeline.js';
export { azureRead } from './azure-read.js';

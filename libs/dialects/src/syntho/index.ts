export { SYNTHO_CONTRACT } from './openapi/contract.js';
export { SynthoModule } from './syntho.module.js';

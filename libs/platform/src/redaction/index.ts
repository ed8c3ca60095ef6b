export { looksSecret } from './looks-secret.js';

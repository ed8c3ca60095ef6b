export { loadConnectors } from './load-connectors.js';

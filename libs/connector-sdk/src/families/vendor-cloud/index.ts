export { vendorContext } from './vendor-context.js';

export type { ListObjects, ObjectListing } from './object-listing.js';
export { objectCatalog, type ObjectStore } from './object-catalog.js';

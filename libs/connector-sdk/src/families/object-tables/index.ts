export { type ByteRange, firstBytes, type ObjectContents } from './object-contents.js';
export type { ListObjects, ObjectFile, ObjectListing } from './object-listing.js';
export { objectCatalog } from './object-catalog.js';
export type { ObjectStore } from './store-visit.js';
export { objectLook } from './look/object-look.js';

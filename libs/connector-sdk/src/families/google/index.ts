export { googleError, googleFailure, type GoogleFailure } from './google-errors.js';
export { type GoogleAuthentication, googleLogin } from './google-login.js';
export { googlePlaces } from './google-places.js';
export { type GoogleBucket, openGoogleBucket } from './storage-bucket.js';
export { serviceAccountKey, type ServiceAccountLogin } from './service-account-key.js';

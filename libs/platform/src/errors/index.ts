export { DomainError, type ErrorDetails, type ErrorKind, type FieldError } from './domain-error.js';
export {
  conflict,
  forbidden,
  invalid,
  invalidField,
  malformed,
  notFound,
  unauthenticated,
} from './factories.js';

export { checkName, checkProjectName, nameKey, trimmedName } from './name.js';

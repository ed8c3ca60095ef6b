export { databricksError } from './databricks-errors.js';
export { type DatabricksPlace, openDatabricks } from './open-databricks.js';

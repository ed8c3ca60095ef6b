import type { TextFormat } from './text-format.js';

/** No separator of Windows, no colon (schemes, drives, `:memory:`, alternate streams), no control character. */
const NAME = '[^/\\\\:\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]+';

/** The name of an uploaded file, relative to its scope's upload area. */
export const FILE_NAME: TextFormat = {
  pattern: `^(?!\\.{1,2}(?:/|$))${NAME}(?:/(?!\\.{1,2}(?:/|$))${NAME})*$`,
  max: 1024,
  means: 'the name of an uploaded file, without a leading slash, .. or a scheme',
};

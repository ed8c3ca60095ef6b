import type { FilesController } from '../../rest/files/files.controller.js';
import { type Operations, one, page, versioned } from '../operation.js';

export const FILE_OPERATIONS: Operations<FilesController> = {
  list: {
    id: 'listFiles',
    summary: 'List files',
    description: 'Beneath the tenant the GLOBAL ones and those of every visible project.',
    query: ['limit', 'cursor'],
    answer: page('FileView'),
  },
  get: { id: 'getFile', summary: 'Show a file, without its content', answer: versioned('FileView') },
  put: {
    id: 'putFile',
    summary: 'Store a file',
    description:
      'The body is the file, of any media type: 5 MiB, and 100 MiB when its first bytes are those of a database. The same content again is no new version. `If-Match` speaks of a file that is there.',
    conditional: true,
    body: { schema: 'FileContent', contentType: 'application/octet-stream' },
    answer: versioned('FileView'),
    created: versioned('FileView'),
    conflicts: ['quota_exceeded'],
  },
  remove: {
    id: 'deleteFile',
    summary: 'Delete a file that no connection uses',
    conditional: true,
    answer: one('Message'),
    conflicts: ['file_in_use'],
  },
};

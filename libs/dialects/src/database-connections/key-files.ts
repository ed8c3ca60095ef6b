import { Injectable } from '@nestjs/common';
import { invalidField } from '#platform/errors';
import type { Scope } from '#platform/scope';
import type { KeyFileUse } from './mappers/key-file.js';
import type { KeyFile } from './mappers/native-body.js';

/** The files that `path_to_credentials_file` names. */
@Injectable()
export class KeyFiles {
  /** @throws DomainError `invalid` that names `path_to_credentials_file` when there is no such file */
  async read(_scope: Scope, wanted: KeyFileUse | null): Promise<KeyFile | null> {
    if (!wanted) return null;
    const path = 'path_to_credentials_file';
    throw invalidField(path, 'exists', `${path} names no file of the upload area.`);
  }
}

import { SetMetadata } from '@nestjs/common';

export const CALLERS_SCOPE_METADATA = 'patchbay:callers-scope';

/**
 * Declares routes whose path names no project by id. They work in exactly one place: the project that the path
 * names as `:project`; else the one of `X-Patchbay-Project` (id or name); else the only one that the caller is
 * bound to; else, for who sees the whole tenant, GLOBAL.
 */
export const CallersScope = () => SetMetadata<string, true>(CALLERS_SCOPE_METADATA, true);

/** The name of the native contract, beside those of the dialects. */
export const NATIVE = 'telmai';

/** Whether products of cases run whole, as before a change lands, or as a sample in which each value occurs. */
export const WHOLE_PRODUCTS = process.env['TEST_LAYER'] === 'whole';

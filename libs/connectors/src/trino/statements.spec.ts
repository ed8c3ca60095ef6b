import { literal } from './statements.js';

describe('what a payload names', () => {
  it('stays between its quotes', () => {
    expect(literal("x' or '1'='1")).toBe("'x'' or ''1''=''1'");
    expect(literal('back\\slash')).toBe("'back\\slash'");
  });
});

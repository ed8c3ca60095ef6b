import { columnsStatement, databaseStatement, tablesStatement, textExpression } from './statements.js';

const NASTY = "x') or 1=1 -- \\' \u0000 ü";

describe('the statements', () => {
  it('hold names as digits alone', () => {
    expect(textExpression('shop')).toBe("unhex('73686f70')");
    expect(textExpression('ü')).toBe("unhex('c3bc')");
    expect(textExpression('')).toBe("unhex('')");
    for (const statement of [
      databaseStatement(NASTY),
      tablesStatement(NASTY, 5),
      columnsStatement(NASTY, NASTY),
    ]) {
      expect(statement).not.toMatch(/1=1|\\|--|\0|ü/);
    }
  });

  it('ask for no more than the limit', () => {
    expect(tablesStatement('shop', 20)).toMatch(/limit 20$/);
  });
});

import { columnsStatement, tablesStatement, textExpression } from './statements.js';

describe('the statements', () => {
  it('hold names as digits alone', () => {
    expect(textExpression('dbo')).toBe('convert(varchar(255), 0x64626f)');
    const nasty = "x' or 1=1 -- \u02bc";
    for (const statement of [tablesStatement(nasty, 5), columnsStatement(nasty, nasty)]) {
      expect(statement).not.toMatch(/1=1|--|\u02bc/);
    }
  });

  it('ask for no more than the limit, and for all owners unless one is given', () => {
    expect(tablesStatement(undefined, 20)).toMatch(/^select top 20 /);
    expect(tablesStatement(undefined, 20)).not.toContain('0x');
  });
});

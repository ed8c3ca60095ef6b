// Adds up jest's JSON reports and the steps that failed, and prints "N passed, N failed" as its last line.
// Usage: totals.mjs <failed steps> [<any|whole>:<exit code>:<report>]...
import { readFileSync } from 'node:fs';

const [failedSteps, ...runs] = process.argv.slice(2);
const totals = runs.map(totalsOf);
const passed = sum(totals.map((total) => total.passed));
const failed = Number(failedSteps) + sum(totals.map((total) => total.failed));
const skipped = sum(totals.map((total) => total.skipped));
if (skipped > 0) process.stdout.write(`${skipped} skipped\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function totalsOf(run) {
  const [, skips, exitCode, path] = /^(any|whole):(\d+):(.+)$/.exec(run);
  const report = reportOf(path);
  // A suite that does not even load has no tests to count.
  const broken = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const skipped = report.numPendingTests + report.numTodoTests;
  const missed = skips === 'whole' ? broken + skipped : broken;
  const wentWrong = exitCode !== '0' || report.numTotalTests === 0;
  return { passed: report.numPassedTests, failed: missed === 0 && wentWrong ? 1 : missed, skipped };
}

/** A run that ended before it could write its report has passed nothing. */
function reportOf(path) {
  const nothing = {
    numFailedTests: 0,
    numPassedTests: 0,
    numPendingTests: 0,
    numRuntimeErrorTestSuites: 0,
    numTodoTests: 0,
    numTotalTests: 0,
  };
  try {
    return { ...nothing, ...JSON.parse(readFileSync(path, 'utf8')) };
  } catch {
    return nothing;
  }
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

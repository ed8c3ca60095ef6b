import { type Connector, isCheckCode, type StepReport } from '#connector-sdk';
import { CHECK_WORDS } from './check-messages.js';
import type { StepView } from './check-view.js';

/** What the words of a step depend on. */
export interface ExplainContext {
  readonly connector: Connector;
  readonly tunnelled: boolean;
  /** Where the source is said to listen. */
  readonly port?: number | undefined;
  /** No text of an answer may hold one of these. */
  readonly secrets: readonly string[];
}

/** Steps in which a source that says nothing may be something else. */
const WITH_SOURCE: ReadonlySet<StepReport['step']> = new Set(['connect', 'tls', 'authenticate']);

/** Puts a prober's report into words. */
export function explainStep(report: StepReport, context: ExplainContext): StepView {
  const { step, status, ms, facts = {} } = report;
  const code = isCheckCode(report.code) ? report.code : null;
  if (code === null) return { step, status, code, message: null, hint: null, ms };
  const { connector, tunnelled, port } = context;
  const words = CHECK_WORDS[code];
  const subject = {
    title: connector.title,
    usualPort: usualPort(connector),
    tunnelled,
    facts: port !== undefined && WITH_SOURCE.has(step) ? { port, ...facts } : facts,
  };
  const usual = typeof words.hint === 'function' ? words.hint(subject) : words.hint;
  // The first of them comes from the process that ran the driver.
  const told = report.hint;
  const safe = told !== undefined && !context.secrets.some((secret) => told.includes(secret));
  const hint = safe ? told : (connector.hints[code] ?? usual);
  return {
    step,
    status,
    code,
    message: words.message,
    hint,
    ms,
    ...(facts.fingerprint === undefined ? {} : { fingerprint: facts.fingerprint }),
  };
}

function usualPort(connector: Connector): number | undefined {
  const port = connector.form.find((field) => field.name === 'port')?.default;
  return port === undefined ? undefined : Number(port);
}

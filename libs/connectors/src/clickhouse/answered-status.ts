import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Agent, ClientRequest, IncomingMessage } from 'node:http';

/** Of Node: an answer has come, to whatever request of this process. */
const CHANNEL = 'http.client.response.finish';

interface Answered {
  readonly request: ClientRequest & { readonly agent?: Agent };
  readonly response: IncomingMessage;
}

/** The status of the last answer that came by way of an agent. */
export interface AnsweredStatus {
  readonly status: number | undefined;
  stop(): void;
}

/** Notes statuses: the driver keeps of an answer with an error nothing but its text. */
export function answeredStatus(agent: Agent): AnsweredStatus {
  let status: number | undefined;
  const note = (message: unknown): void => {
    const { request, response } = message as Answered;
    if (request.agent === agent) status = response.statusCode;
  };
  subscribe(CHANNEL, note);
  return {
    get status() {
      return status;
    },
    stop: () => void unsubscribe(CHANNEL, note),
  };
}

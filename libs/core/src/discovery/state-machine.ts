/** For every state and every event the state that follows, or null where the event cannot be. */
export type Transitions<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Record<Event, State | null>>>
>;

/** A table of transitions with the one question that is asked of it. */
export class StateMachine<State extends string, Event extends string> {
  readonly states: readonly State[];

  constructor(private readonly transitions: Transitions<State, Event>) {
    this.states = Object.keys(transitions) as State[];
  }

  /** The state after the event; null when the event cannot happen in this state, and nothing changes then. */
  next(state: State, event: Event): State | null {
    return this.transitions[state][event];
  }
}

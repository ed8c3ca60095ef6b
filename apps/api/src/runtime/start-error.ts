/** A reason not to start, in one line that tells the operator what to do. */
export class StartError extends Error {}

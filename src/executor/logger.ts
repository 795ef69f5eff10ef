/** Receives what an operator wants to know; what it throws is lost. `console` is one. */
export interface ExecutorLogger {
  /** A script was ended by one of its limits. */
  warn(message: string, details: object): void;
  /** A worker had to be replaced. */
  error(message: string, details: object): void;
}

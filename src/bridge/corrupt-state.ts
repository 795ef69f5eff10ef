/**
 * The engine's memory is not as the engine writes it: its state is broken, as only hostile bytecode or a damaged
 * snapshot can break it.
 */
export class CorruptStateError extends Error {
  readonly #corrupt = true;

  /** Unlike `instanceof`, this runs no trap of a proxy that a host function threw. */
  static isOne(error: unknown): boolean {
    return typeof error === 'object' && error !== null && #corrupt in error && error.#corrupt;
  }
}

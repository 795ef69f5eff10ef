import type { Random } from './random.ts';

export type Kind = 'number' | 'text' | 'table' | 'function' | 'any';

interface Variable {
  readonly name: string;
  readonly kind: Kind;
  readonly assignable: boolean;
}

/** The variables that a piece of a generated program may use, and where it stands. */
export class Scope {
  private readonly variables: Variable[] = [];
  private serial = 0;
  /** Loops around this place within the same function: those that `break` may leave. */
  loops = 0;
  /** Whether the function around this place takes `...`. */
  varargs = true;
  /** Calls and loops nest no deeper. */
  depth = 0;

  /** Runs `make` in a block of its own; what it declares is gone afterwards. */
  block<T>(make: () => T): T {
    const { length } = this.variables;
    this.depth++;
    const made = make();
    this.depth--;
    this.variables.length = length;
    return made;
  }

  /** As `block`, for the body of a function. */
  body<T>(varargs: boolean, make: () => T): T {
    const { loops, varargs: outer } = this;
    this.loops = 0;
    this.varargs = varargs;
    const made = this.block(make);
    this.loops = loops;
    this.varargs = outer;
    return made;
  }

  /** A new name, not yet in scope. */
  fresh(prefix: string): string {
    this.serial++;
    return `${prefix}${this.serial}`;
  }

  declare(name: string, kind: Kind, assignable = true): string {
    this.variables.push({ name, kind, assignable });
    return name;
  }

  find(random: Random, kind: Kind, toAssign = false): string | undefined {
    const fitting = this.variables.filter(
      (variable) => (kind === 'any' || variable.kind === kind) && (variable.assignable || !toAssign),
    );
    if (fitting.length === 0) return undefined;
    const nearest = random.chance(0.6) ? fitting.slice(-4) : fitting;
    return random.pick(nearest).name;
  }
}

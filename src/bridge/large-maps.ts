import { LuaConversionError } from './errors.ts';

/** Maps with fewer entries cannot take long, whatever their keys are. */
const largeMap = 1_024;

/** What any machine can do many times over. */
const millisecondsFree = 1_000;
const millisecondsPerEntry = 0.01;

/**
 * Fills Maps with what a script has chosen. JavaScript engines hash numbers in a way that anyone can foresee, so keys
 * can be made to collide, each of which then takes as long as all before it together.
 */
export class LargeMaps {
  private entries = 0;
  private milliseconds = 0;

  /** What comes now belongs to another conversion. */
  reset(): void {
    this.entries = 0;
    this.milliseconds = 0;
  }

  /** @throws LuaConversionError if this takes longer than it can where keys do not collide */
  fill<K, V>(map: Map<K, V>, keys: readonly K[], values: readonly V[]): void {
    if (keys.length < largeMap) for (const [i, key] of keys.entries()) map.set(key, values[i] as V);
    else this.fillInTime(map, keys, values);
  }

  private fillInTime<K, V>(map: Map<K, V>, keys: readonly K[], values: readonly V[]): void {
    const before = this.milliseconds;
    const start = performance.now();
    for (const [i, key] of keys.entries()) {
      map.set(key, values[i] as V);
      if (++this.entries % largeMap === 0) this.check(before + performance.now() - start);
    }
    this.milliseconds = before + performance.now() - start;
  }

  private check(milliseconds: number): void {
    if (milliseconds <= millisecondsFree + millisecondsPerEntry * this.entries) return;
    const taken = `${this.entries} of them took ${Math.round(milliseconds)} ms`;
    throw new LuaConversionError(`the keys of a table collide in a Map: ${taken}`);
  }
}

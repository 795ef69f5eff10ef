import type { Random } from './random.ts';

const interesting = [0, 1, 2, 0x7f, 0x80, 0xff, 0x40, 0x1b];

/** A copy that is damaged in a few places, mostly behind its header. */
export function mutate(bytes: Uint8Array, random: Random, header: number): Uint8Array {
  const damaged = Uint8Array.from(bytes);
  for (let i = random.between(1, 6); i > 0; i--) {
    const at = random.chance(0.9) ? random.between(header, damaged.length - 1) : random.below(damaged.length);
    switch (random.below(5)) {
      case 0:
        damaged[at] = random.pick(interesting);
        break;
      case 1:
        damaged[at] = random.below(256);
        break;
      case 2:
        damaged[at] = (damaged[at] as number) ^ (1 << random.below(8));
        break;
      case 3:
        damaged.copyWithin(at, random.between(header, damaged.length - 1), damaged.length);
        break;
      default:
        damaged.copyWithin(at & ~3, random.between(header, damaged.length - 5) & ~3, (at & ~3) + 4);
    }
  }
  return random.chance(0.1) ? damaged.subarray(0, random.below(damaged.length)) : damaged;
}

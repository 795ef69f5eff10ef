/** Two random 32-bit integers, from the generator that every platform has. */
export function randomSeed(): readonly [number, number] {
  const [low = 0, high = 0] = crypto.getRandomValues(new Uint32Array(2));
  return [low, high];
}

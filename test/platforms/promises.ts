/** What `project/check.js` answers on every platform: the same results, and the same counts. */
export const promises = {
  result: [1546, '100:串'],
  printed: ['sorted 200'],
  instructions: 20_249,
  loop: ['instructions', 300_000],
  pattern: ['instructions', 300_000],
  memory: ['memory', 69_634],
  after: ['still works', 'Lua 5.5'],
};

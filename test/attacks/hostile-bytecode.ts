/** A process of its own, since the attack may never end: runs a generic for, whose TFORLOOP jumps back so far. */
import { attack, openVictim } from './attack.ts';

const distance = process.argv[2] === 'to itself' ? '\\x80\\0' : '\\0\\1';
const script = `
  local code = string.dump(load('for k in endless do end'))
  local patched, n = code:gsub('\\x4d\\0\\1\\0', '\\x4d${distance}\\0')
  assert(n == 1)
  function endless() return 1 end
  load(patched, '=patched', 'b')()`;
process.stdout.write(attack(openVictim(), script, { maxInstructions: 100_000, timeout: 200 }).how);

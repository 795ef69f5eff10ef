/**
 * Runs attack scripts, given as arguments, in a process of its own (held.ts starts it and watches it). Before
 * each it says which; afterwards what went wrong, if anything did.
 */
import { LuaContext, type LuaContextOptions } from '../../src/index.ts';
import { caughtFrom } from '../support/thrown.ts';
import { works } from './attack.ts';
import { type AttackScript, readAttack } from './script.ts';
import { makeVictim, type Victim } from './victim.ts';

/** What a context looks like to a script: all names, and which things have metatables. */
const portrait = `
  local names, seen = {}, {}
  local function look(prefix, t)
    if seen[t] then return end
    seen[t] = true
    for k, v in next, t do
      names[#names + 1] = prefix .. tostring(k) .. ' ' .. type(v)
      if type(v) == 'table' then look(prefix .. tostring(k) .. '.', v) end
    end
    names[#names + 1] = prefix .. ' ' .. tostring(getmetatable(t))
  end
  look('', _G)
  for _, v in next, { 1, true, print, coroutine.create(print) } do
    names[#names + 1] = type(v) .. ' ' .. tostring(getmetatable(v))
  end
  names[#names + 1] = tostring(getmetatable(nil)) .. tostring(getmetatable('').__index == string)
  names[#names + 1] = tostring(collectgarbage('isrunning')) .. collectgarbage('incremental')
  if debug then names[#names + 1] = tostring(debug.gethook()) end
  table.sort(names)
  return table.concat(names, '\\n')`;

const unlimited = { profile: 'unlimited' } as const;

function look(lua: LuaContext): string {
  return lua.executeScript<string>(portrait, unlimited);
}

const portraits = new Map<string, string>();

/** The portrait of a fresh context with such options. */
function freshLook(options: LuaContextOptions): string {
  const key = String(options.libraries);
  const known = portraits.get(key) ?? look(makeVictim(options).lua).replaceAll('\npoint userdata', '');
  portraits.set(key, known);
  return known;
}

const neighbour = new LuaContext({}, { libraries: 'all' });
const neighbourLook = look(neighbour);

/** How the attack ends: run at once, or in slices of the shortest time. */
async function endOf({ lua }: Victim, { source }: AttackScript, inSlices: boolean): Promise<string> {
  let error: unknown;
  try {
    if (inSlices) await lua.executeScriptAsync(source, { chunkName: '=attack', sliceMs: 0.5 });
    else lua.executeScript(source, { chunkName: '=attack' });
  } catch (thrown) {
    error = thrown;
  }
  if (error === undefined) return 'returned';
  return (error as { resource?: string }).resource ?? 'error';
}

function checkUsable(lua: LuaContext, problems: string[]): void {
  const error = caughtFrom(() =>
    lua.executeScript('local x = 1', { limits: { maxInstructions: 20_000_000, timeout: '10s' } }),
  );
  if (error) problems.push(`the context is not usable afterwards: ${error}`);
}

async function problemsOf(script: AttackScript, inSlices: boolean): Promise<string[]> {
  const problems: string[] = [];
  const expected = freshLook(script.options);
  const victim = makeVictim(script.options);
  const { lua, callsAfterTheEnd } = victim;
  const how = await endOf(victim, script, inSlices);
  if (script.ends !== 'any' && how !== script.ends) problems.push(`it ended by ${how}, not ${script.ends}`);
  if (callsAfterTheEnd.length > 0) problems.push(`the host was called after the end: ${callsAfterTheEnd[0]}`);
  const { maxMemory } = lua.info().limits;
  if (lua.usage.peakMemory > maxMemory)
    problems.push(`it used ${lua.usage.peakMemory} of ${maxMemory} bytes`);
  if (Object.getOwnPropertyNames(Object.prototype).includes('polluted'))
    problems.push('a prototype was changed');
  if (!script.spoils) checkUsable(lua, problems);
  lua.reset();
  if (look(lua) !== expected) problems.push('after a reset the context is not as a fresh one');
  if (!works(lua)) problems.push('after a reset the context does not work');
  if (look(neighbour) !== neighbourLook || !works(neighbour)) problems.push('another context has changed');
  return problems;
}

/** What calls back, unwinds or stops may go another way where an execution can be suspended. */
const slicedClasses = /(cpu-in-lua|stack|escape|neighbours|after-the-end)[^/]*\/[^/]+$/;

for (const file of process.argv.slice(2)) {
  process.send?.({ starts: file });
  let problems: string[];
  try {
    const attack = readAttack(file);
    problems = await problemsOf(attack, false);
    if (slicedClasses.test(file)) {
      const later = await problemsOf(attack, true);
      problems.push(...later.map((problem) => `in slices: ${problem}`));
    }
  } catch (error) {
    problems = [String((error as Error).stack)];
  }
  process.send?.({ file, problems });
}
process.disconnect?.();

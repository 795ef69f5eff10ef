// What every platform runs: the main promises, through the public face. The answer is the same everywhere.
import { LuaContext, LuaLimitError } from 'tidelock';

const work = `
  local words = {}
  for i = 1, 200 do words[#words + 1] = ('%d:%s'):format(twice(i), utf8.char(0x4e00 + i)) end
  table.sort(words)
  print('sorted', #words)
  return #table.concat(words, ','), words[1]
`;

function endOf(lua, script) {
  try {
    lua.executeScript(script);
  } catch (error) {
    if (error instanceof LuaLimitError) return [error.resource, lua.usage.instructions];
    throw error;
  }
  return 'no end';
}

export async function check() {
  const printed = [];
  const options = {
    print: (...values) => printed.push(values.join(' ')),
    maxInstructions: 300_000,
    maxMemory: '4MB',
  };
  const later = (value) => new Promise((resolve) => setTimeout(resolve, 5, value));
  const lua = await LuaContext.create({ twice: (n) => 2 * n, later }, options);
  const result = lua.executeScript(work);
  const { instructions } = lua.usage;
  const loop = endOf(lua, 'while true do pcall(function() while true do end end) end');
  const pattern = endOf(lua, "return ('a'):rep(50000):find(('a?'):rep(100) .. 'b')");
  const memory = endOf(lua, "local s = 'x' while true do s = s .. s end");
  const waited = await lua.executeScriptAsync(
    'local sum = 0 for i = 1, 3 do sum = sum + later(i) end return sum',
  );
  const second = new LuaContext({}, { maxInstructions: 1000 });
  const after = second.executeScript('return "still works", _VERSION');
  return { result, printed, instructions, loop, pattern, memory, waited, after };
}

import { LuaContext } from 'tidelock';

const namesInLua = `
  local names = { 'wait', 'clear' }
  for name, value in next, _G do
    names[#names + 1] = name
    if type(value) == 'table' and value ~= _G then
      for field in next, value do names[#names + 1] = name .. '.' .. field end
    end
  end
  return names`;

/** The names of what scripts find, asked of Lua itself; fields with the name of their table before them. */
export function libraryNames(): readonly string[] {
  using lua = new LuaContext();
  return lua.executeScript<string[]>(namesInLua);
}

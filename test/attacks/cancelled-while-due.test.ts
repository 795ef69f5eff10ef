import { expect, test } from 'vitest';
import { LuaContext } from '../../src/index.ts';

// meter.c tl_check, tl_look: with a pause due, the rest of the slice is set aside, and was given back without a look
test('nothing of the host is called after a cancellation that comes while a pause is due', async () => {
  let steps = 0;
  let touched = 0;
  const step = () => {
    const end = performance.now() + 5;
    if (++steps === 1) while (performance.now() < end);
    else lua.cancel();
  };
  const lua = new LuaContext({ step, touch: () => void touched++ });
  const script = "string.gsub('ab', '.', step) while true do touch() end";
  await expect(lua.executeScriptAsync(script, { sliceMs: 1 })).rejects.toThrow('execution aborted');
  expect({ steps, touched }).toEqual({ steps: 2, touched: 0 });
});

/**
 * A host with a folder of plug-ins: each is a Lua module that requires others, and sees nothing of the machine
 * but that folder and what the host offers.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LuaContext, LuaLimitError } from '../src/index.ts';

interface Plugin {
  readonly title: string;
  readonly run: (order: { readonly total: number }) => unknown;
}

const folder = fileURLToPath(new URL('plugins/', import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith('.lua'));

const lua = new LuaContext({}, { maxInstructions: 100_000, maxMemory: '2MB' });
lua.addSearchPath(`${folder}?.lua`);
lua.addSearchPath(`${folder}?/init.lua`);
lua.registerModule('shop', { currency: 'EUR', round: (amount: number) => Math.round(amount * 100) / 100 });

for (const name of names.sort()) {
  const plugin = lua.executeScript<Plugin>('return (require(...))', { args: [name.replace('.lua', '')] });
  try {
    console.log(`${plugin.title}: ${plugin.run({ total: 120 })}`);
  } catch (error) {
    if (!(error instanceof LuaLimitError)) throw error;
    console.log(`${plugin.title}: switched off (${error.message})`);
  }
}

/**
 * Customers write their own prices: short formulas, one context for all of them, a small budget for each run, and
 * an environment for each run. Only functions are let in: a table would be shared, and one formula could spoil it
 * for the next.
 *
 *     npx tsx examples/formulas.ts
 *
 * In a program of your own, import from 'tidelock'.
 */
import { LuaContext, LuaError, LuaLimitError } from '../src/index.ts';

interface Order {
  readonly quantity: number;
  readonly weight: number;
  readonly country: string;
}

const formulas: Readonly<Record<string, string>> = {
  flat: 'return 12.50',
  volume: 'return max(100, 0.8 * quantity)',
  freight: `local rates = { NO = 2.5, PT = 1.5 }
    return quantity + weight * (rates[country] or 4)`,
  spoiler: 'max = nil; quantity = 0; return 0',
  careless: 'return quantity * discount',
  endless: 'while quantity > 0 do end',
};

const functions = { min: Math.min, max: Math.max, round: Math.round };
using lua = new LuaContext(functions, { profile: 'strict' });

function price(formula: string, order: Order): number {
  using environment = lua.createEnvironment({ whitelist: Object.keys(functions) });
  for (const [name, value] of Object.entries(order)) environment.set(name, value);
  const amount = lua.executeScriptIn(environment, formula, {
    chunkName: '=formula',
    limits: { maxInstructions: 10_000, timeout: '20ms' },
  });
  if (typeof amount !== 'number') throw new TypeError('a formula must return a number');
  return amount;
}

const order: Order = { quantity: 120, weight: 8, country: 'NO' };
for (const [name, formula] of Object.entries(formulas)) {
  try {
    const amount = price(formula, order);
    console.log(`${name}: ${amount.toFixed(2)} after ${lua.usage.instructions} instructions`);
  } catch (error) {
    if (error instanceof LuaLimitError) console.log(`${name}: takes too long (${error.resource})`);
    else if (error instanceof LuaError) console.log(`${name}: ${error.message}`);
    else throw error;
  }
}

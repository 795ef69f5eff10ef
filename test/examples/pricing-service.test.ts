import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPricingService } from '../../examples/pricing-service/service.ts';

let server: Server;
let origin: string;

beforeAll(async () => {
  server = createPricingService();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

async function ask(method: string, path: string, body: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${origin}/tenants/${path}`, { method, body });
  return { status: response.status, body: await response.json() };
}

const rules = `local order = ...
local sum = 0
for _, item in ipairs(order.items) do sum = sum + item.price * item.count end
if sum > 100 then sum = sum * 0.95 end
return roundCents(sum * (1 + vatRate(order.country)))`;

const order = JSON.stringify({ country: 'DE', items: [{ price: 40, count: 3 }] });

describe('the pricing service', () => {
  test('prices orders by the rules of the tenant', async () => {
    expect(await ask('PUT', 'acme/rules', rules)).toEqual({ status: 200, body: { ok: true } });
    const answer = await ask('POST', 'acme/price', order);
    expect(answer).toMatchObject({ status: 200, body: { price: 135.66 } });
  });

  test('refuses rules that are not Lua', async () => {
    const answer = await ask('PUT', 'bakery/rules', 'return return');
    expect(answer).toMatchObject({ status: 422, body: { error: expect.stringContaining('bakery.lua:1:') } });
    expect(await ask('POST', 'bakery/price', order)).toMatchObject({ status: 409 });
  });

  test('holds each tenant to the limits of its plan', async () => {
    const slow = 'for i = 1, 200000 do end return 1';
    await ask('PUT', 'bakery/rules', slow);
    expect(await ask('POST', 'bakery/price', order)).toMatchObject({
      status: 422,
      body: { limit: 'instructions', error: expect.stringContaining('of 100,000') },
    });
    await ask('PUT', 'acme/rules', slow);
    expect(await ask('POST', 'acme/price', order)).toMatchObject({ status: 200, body: { price: 1 } });
  });

  test('tells of errors in rules, and of hosts functions that refuse', async () => {
    await ask('PUT', 'acme/rules', rules);
    const answer = await ask('POST', 'acme/price', order.replace('DE', 'XX'));
    expect(answer).toMatchObject({ status: 422, body: { error: 'no rate is known for XX' } });
    expect(await ask('POST', 'acme/price', '{')).toMatchObject({ status: 400 });
    expect(await ask('POST', 'nobody/price', order)).toMatchObject({ status: 404 });
  });
});

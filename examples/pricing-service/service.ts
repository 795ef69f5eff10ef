/**
 * A pricing service whose rules are Lua that its tenants upload:
 *
 * - `PUT /tenants/NAME/rules` with Lua source, which gets an order as `...` and returns a price;
 * - `POST /tenants/NAME/price` with an order as JSON, answered by `{ price, instructions }`.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { LuaError, LuaExecutor, LuaLimitError, LuaQueueFullError } from '../../src/index.ts';
import { plans, type Tenant, tenants } from './tenants.ts';

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** The service; closing it closes its executor. */
export function createPricingService(): Server {
  const executor = new LuaExecutor({
    profiles: plans,
    securityLevel: 'free',
    hostModule: new URL('./rates.js', import.meta.url),
    maxQueue: 1_000,
  });
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(executor, request);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  server.on('close', () => void executor.close());
  return server;
}

async function answer(executor: LuaExecutor, request: IncomingMessage): Promise<Answer> {
  const [, name = '', action] = /^\/tenants\/([a-z]+)\/(rules|price)$/.exec(request.url ?? '') ?? [];
  const tenant = tenants.get(name);
  if (!tenant) return { status: 404, body: { error: 'no such tenant' } };
  const body = await text(request);
  if (action === 'rules' && request.method === 'PUT') return upload(executor, tenant, name, body);
  if (action === 'price' && request.method === 'POST') return price(executor, tenant, name, body);
  return { status: 405, body: { error: 'PUT rules or POST price' } };
}

/** Rules are refused that do not even compile. */
async function upload(executor: LuaExecutor, tenant: Tenant, name: string, rules: string): Promise<Answer> {
  try {
    const check = 'local rules, name = ... assert(load(rules, name))';
    await executor.execute(check, { args: [rules, `@${name}.lua`], profile: tenant.plan });
  } catch (error) {
    return failure(error);
  }
  tenant.rules = rules;
  return { status: 200, body: { ok: true } };
}

async function price(executor: LuaExecutor, tenant: Tenant, name: string, order: string): Promise<Answer> {
  if (tenant.rules === undefined) return { status: 409, body: { error: 'no rules have been uploaded' } };
  try {
    const { value, usage } = await executor.execute(tenant.rules, {
      args: [JSON.parse(order)],
      profile: tenant.plan,
      chunkName: `@${name}.lua`,
      // paying tenants first
      priority: tenant.plan === 'business' ? 1 : 0,
    });
    return { status: 200, body: { price: value, instructions: usage.instructions } };
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): Answer {
  const { message } = error as Error;
  if (error instanceof SyntaxError) return { status: 400, body: { error: message } };
  if (error instanceof LuaQueueFullError) return { status: 503, body: { error: message } };
  if (error instanceof LuaLimitError) return { status: 422, body: { error: message, limit: error.resource } };
  const traceback = error instanceof LuaError ? error.traceback : undefined;
  return { status: 422, body: { error: message, traceback } };
}

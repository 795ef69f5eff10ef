/**
 * A game that players program: each robot is a coroutine in a context of its own, resumed once for each turn, with
 * a budget for each turn. Scripts see the world through the methods of one object, and nothing else.
 *
 *     npx tsx examples/robots.ts
 *
 * In a program of your own, import from 'tidelock'.
 */
import { LuaContext, type LuaCoroutine, TidelockError } from '../src/index.ts';

const scripts: Readonly<Record<string, string>> = {
  // Walks to the nearest coin, one step a turn.
  hunter: `return function()
    while true do
      local distance = me:nearestCoin()
      if not distance then return end
      me:step(distance > 0 and 1 or -1)
      coroutine.yield()
    end
  end`,
  // Runs east for ever.
  runner: 'return function() while true do me:step(1) coroutine.yield() end end',
  // Tries to move twice in one turn.
  cheat: 'return function() while true do me:step(-1) me:step(-1) coroutine.yield() end end',
  // Never gives its turn back, and means to survive that.
  hog: 'return function() while true do pcall(function() while true do end end) end end',
};

const coins = new Set([2, 5, -4]);

class Robot {
  readonly name: string;
  coins = 0;
  private position = 0;
  private hasMoved = false;
  private readonly lua: LuaContext;
  private readonly program: LuaCoroutine;

  constructor(name: string, script: string) {
    this.name = name;
    this.lua = new LuaContext({}, { maxInstructions: 20_000, maxMemory: '1MB', timeout: '50ms' });
    this.lua.setUserdata('me', this, {
      methods: {
        step: (self: Robot, direction: number) => self.step(direction),
        nearestCoin: (self: Robot) => self.nearestCoin(),
      },
    });
    this.program = this.lua.createCoroutine(script);
  }

  /** @throws whatever ends the robot's program */
  takeTurn(): void {
    this.hasMoved = false;
    if (this.program.status === 'suspended') this.program.resume();
  }

  dispose(): void {
    this.lua.dispose();
  }

  private step(direction: number): void {
    if (this.hasMoved) throw new RangeError('one step a turn');
    this.hasMoved = true;
    this.position += Math.sign(direction);
    if (coins.delete(this.position)) this.coins++;
  }

  private nearestCoin(): number | null {
    const distances = [...coins].map((coin) => coin - this.position);
    return distances.sort((a, b) => Math.abs(a) - Math.abs(b))[0] ?? null;
  }
}

const robots = new Set(Object.entries(scripts).map(([name, script]) => new Robot(name, script)));
const all = [...robots];

for (let turn = 1; turn <= 12; turn++) {
  for (const robot of robots) {
    try {
      robot.takeTurn();
    } catch (error) {
      if (!(error instanceof TidelockError || error instanceof RangeError)) throw error;
      console.log(`turn ${turn}: ${robot.name} is out: ${error.message}`);
      robots.delete(robot);
    }
  }
}
for (const robot of all) {
  console.log(`${robot.name}: ${robot.coins} coins`);
  robot.dispose();
}

/**
 * A game looks ahead: one prepared world with its monsters half way through their plans (suspended coroutines) is
 * forked a thousand times, each fork is played on with other luck, and none sees another. Then one future is chosen,
 * stored as bytes, and played on from there.
 *
 *     npx tsx examples/futures.ts
 *
 * In a program of your own, import from 'tidelock'.
 */
import { LuaContext, Snapshot } from '../src/index.ts';

const world = `
  local function wander(monster)
    while monster.hp > 0 do
      monster.x = monster.x + math.random(-3, 3)
      if monster.x == 0 then hero.hp = hero.hp - 1 end
      coroutine.yield()
    end
  end

  hero = { hp = 20, gold = 0 }
  monsters, plans, turn = {}, {}, 0
  for i = 1, 8 do
    monsters[i] = { x = i, hp = 3 }
    plans[i] = coroutine.wrap(wander)
  end

  function play(turns)
    for _ = 1, turns do
      turn = turn + 1
      for i, plan in ipairs(plans) do plan(monsters[i]) end
      hero.gold = hero.gold + math.random(10)
      report(hero.gold)
    end
    return hero.hp, hero.gold, turn
  end

  play(5)
`;

let reports = 0;
const globals = { report: () => void reports++ };
using game = new LuaContext(globals);
game.executeScript(world);
const before = game.executeScript<number[]>('return hero.hp, hero.gold, turn');

const forks = Array.from({ length: 1000 }, () => game.fork());
const futures = forks.map((fork) => fork.call<[hp: number, gold: number, turn: number]>('play', 10));

// each has played its own ten turns, whatever the others did meanwhile
for (const [i, fork] of forks.entries()) {
  const [hp, gold, turn] = fork.executeScript<number[]>('return hero.hp, hero.gold, turn');
  const [hpThen, goldThen, turnThen] = futures[i] ?? [];
  if (hp !== hpThen || gold !== goldThen || turn !== turnThen || turn !== 15)
    throw new Error('a fork was disturbed');
}
const after = game.executeScript<number[]>('return hero.hp, hero.gold, turn');
if (String(after) !== String(before)) throw new Error('the original was disturbed');
if (reports !== 5 + 10 * forks.length) throw new Error('a report is missing');

const golds = futures.map(([, gold]) => gold);
const best = golds.indexOf(Math.max(...golds));
console.log(`${forks.length} futures, ${new Set(golds).size} different amounts of gold`);

const bytes = (forks[best] as LuaContext).snapshot().toBytes();
for (const fork of forks) fork.dispose();
using chosen = LuaContext.fromSnapshot(Snapshot.fromBytes(bytes), { globals });
const [, , turn] = chosen.call<number[]>('play', 1);
console.log(`the best of them goes on, from ${bytes.length >> 10} kB, with turn ${turn}`);

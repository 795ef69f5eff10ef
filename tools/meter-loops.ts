/**
 * Metering of the loops in C: the VM's core, the parser, the libraries and the C library.
 *
 * Every jump back to the head of a loop is charged one instruction, every bulk copy one for each 64 bytes.
 * In functions that may raise an error at any point (`checked`) the slice is also checked there, so that a
 * limit can end the loop; in the others an end would leave a structure half done, so they are only charged,
 * and the next check pays. Only one that runs far past its slice is braked, which costs the whole state. `luaV_execute` counts bytecode itself (engine/ljumptab.h), so its loops around
 * the dispatch of instructions are left alone.
 */
import binaryen from 'binaryen';
import { type List, type Node, parseText, printText } from './s-expression.ts';

const interpreter = '$luaV_execute';

/**
 * Their work is bounded. How much it is depends on the addresses of memory, not on the script; or on whether
 * there is a debug hook, with which a script uses no more instructions.
 */
const uncharged =
  /^\$(dlmalloc|dlfree|dlrealloc|dlmemalign|malloc|free|realloc|aligned_alloc|try_realloc_chunk|dispose_chunk|internal_memalign|prepend_alloc|sbrk|small_|raw_|counted_|__wasm_setjmp|metered_|uncharged_|luaG_traceexec|changedline|luaG_getfuncline)/;

/**
 * Their rounds depend on how often an execution was suspended (engine/suspend.c), which must not show in what it
 * used. Each round runs instructions, follows an error or is one of few hundred, all of which are paid for.
 */
const suspending = new Set(['$unroll', '$precover', '$lua_resume', '$can_suspend']);

/**
 * They only read, long strings for long: an end leaves nothing half done, whoever calls them. The
 * collector calls none of them (it does call strchr, which therefore is not here).
 */
const readers =
  /^\$(l_strcmp|strcmp|strcoll|strlen|strnlen|strspn|strcspn|strpbrk|memchr|memcmp|luaO_str2num|l_str2int|l_str2d|strtod|strtox|__floatscan|decfloat|hexfloat|scanexp|__intscan|__shgetc)(\.\d+)?$/;

/** They fill arrays that the collector may look at (engine/parser.c): an end would leave garbage in them. */
const fillers = new Set(['addk', 'registerlocalvar', 'allocupvalue', 'addprototype']);

/** So far may a loop of the core run past the slice before it is looked at: some milliseconds. */
const brakeAt = -(2 ** 21);

const bytesPerCharge = 64;

export function meterLoops(wasm: Uint8Array, checked: ReadonlySet<string>): Uint8Array {
  const module = read(wasm);
  const program = parseText(module.emitText());
  module.dispose();
  const fuel = addressOfFuel(program);
  const metered = program.map((field) => (isFunction(field) ? meterFunction(field, checked, fuel) : field));
  return write(printText([...metered, ...bulkFunctions(fuel)]));
}

const features =
  binaryen.Features.MutableGlobals |
  binaryen.Features.SignExt |
  binaryen.Features.BulkMemory |
  binaryen.Features.BulkMemoryOpt |
  binaryen.Features.NontrappingFPToInt |
  binaryen.Features.ExceptionHandling |
  binaryen.Features.TailCall |
  binaryen.Features.ReferenceTypes |
  binaryen.Features.Multivalue;

function read(wasm: Uint8Array): binaryen.Module {
  const module = binaryen.readBinary(wasm);
  module.setFeatures(features);
  return module;
}

function write(text: string): Uint8Array {
  const module = binaryen.parseText(text);
  module.setFeatures(features);
  if (!module.validate()) throw new Error('metering made an invalid module');
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  module.optimize();
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

function isFunction(node: Node): node is List {
  return Array.isArray(node) && node[0] === 'func';
}

/** `fuel` is the first field of the structure that the engine exports. */
function addressOfFuel(program: List): number {
  const exported = program.find(
    (node) => Array.isArray(node) && node[0] === 'export' && node[1] === '"tl_shared"',
  );
  const name = ((exported as List)[2] as List)[1];
  const global = program.find(
    (node) => Array.isArray(node) && node[0] === 'global' && node[1] === name,
  ) as List;
  return Number((global[3] as List)[1]);
}

function charge(fuel: number, amount: Node): Node {
  const address = ['i32.const', `${fuel}`];
  return ['i32.store', address, ['i32.sub', ['i32.load', address], amount]];
}

function callBelow(fuel: number, bound: number, call: List): Node {
  const isBelow = ['i32.lt_s', ['i32.load', ['i32.const', `${fuel}`]], ['i32.const', `${bound}`]];
  return ['if', isBelow, ['then', ...call]];
}

function check(fuel: number, call: Caller): Node {
  return callBelow(fuel, 1, call('$tl_check'));
}

function brake(fuel: number, call: Caller): Node {
  return callBelow(fuel, brakeAt, call('$tl_brake'));
}

type Caller = (callee: string) => List;

const plainly: Caller = (callee) => [['call', callee]];

/**
 * A function that calls none may keep what it has on the stack below the stack pointer, in what LLVM calls the red
 * zone. What is called from there now must not write over it.
 */
const belowRedZone: Caller = (callee) => [
  moveStackPointer('i32.sub'),
  ['call', callee],
  moveStackPointer('i32.add'),
];

const stackPointer = '$__stack_pointer';

/** LLVM's WebAssemblyFrameLowering::RedZoneSize */
const redZone = 128;

function moveStackPointer(instruction: string): Node {
  return [
    'global.set',
    stackPointer,
    [instruction, ['global.get', stackPointer], ['i32.const', `${redZone}`]],
  ];
}

function hasRedZone(func: List): boolean {
  return usesStack(func, 'global.get') && !usesStack(func, 'global.set');
}

function usesStack(node: Node, instruction: string): boolean {
  if (!Array.isArray(node)) return false;
  return (
    (node[0] === instruction && node[1] === stackPointer) ||
    node.some((child) => usesStack(child, instruction))
  );
}

function contains(node: Node, instruction: string): boolean {
  return (
    Array.isArray(node) && (node[0] === instruction || node.some((child) => contains(child, instruction)))
  );
}

function meterFunction(func: List, checked: ReadonlySet<string>, fuel: number): List {
  const name = func[1] as string;
  if (uncharged.test(name) || suspending.has(name)) return func;
  const isChecked = (checked.has(name.slice(1)) && !fillers.has(name.slice(1))) || readers.test(name);
  const call = hasRedZone(func) ? belowRedZone : plainly;
  const step = [charge(fuel, ['i32.const', '1']), isChecked ? check(fuel, call) : brake(fuel, call)];

  const meter = (node: Node, loops: ReadonlySet<string>): Node => {
    if (!Array.isArray(node)) return node;
    const [instruction, label] = node as [string, string];
    switch (instruction) {
      case 'loop': {
        const counted = name !== interpreter || !contains(node, 'br_table');
        const inner = counted ? new Set([...loops, label]) : loops;
        return node.map((child) => meter(child, inner));
      }
      case 'br':
        return loops.has(label) ? ['block', ...step, node] : node.map((child) => meter(child, loops));
      case 'br_if':
        return loops.has(label)
          ? ['if', meter(node[2] as Node, loops), ['then', ...step, ['br', label]]]
          : node.map((child) => meter(child, loops));
      case 'br_table': // may or may not jump back: charged either way
        return node.some((child) => typeof child === 'string' && loops.has(child))
          ? ['block', ...step, node]
          : node;
      case 'memory.copy':
      case 'memory.fill':
        return ['call', `$metered_${instruction}`, ...node.slice(1).map((child) => meter(child, loops))];
      default:
        return node.map((child) => meter(child, loops));
    }
  };
  return meter(func, new Set()) as List;
}

function bulkFunctions(fuel: number): List {
  return ['memory.copy', 'memory.fill'].map((instruction) => {
    const parameters = ['$to', '$what', '$size'];
    const shift = ['i32.const', `${Math.log2(bytesPerCharge)}`];
    return [
      'func',
      `$metered_${instruction}`,
      ...parameters.map((parameter) => ['param', parameter, 'i32']),
      charge(fuel, ['i32.shr_u', ['local.get', '$size'], shift]),
      [instruction, ...parameters.map((parameter) => ['local.get', parameter])],
    ];
  });
}

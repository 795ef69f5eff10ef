import { readFileInside } from '#platform';
import { LuaOptionError } from '../bridge/errors.ts';
import type { HostFunction, LuaFunction, LuaInput } from '../bridge/values.ts';
import { skipFirstLineComment } from './source.ts';
import type { SourceFiles } from './source-files.ts';

/** Returns the source of a module, a function that makes its value, or null if it has no such module. */
export type ModuleSearcher = (
  name: string,
) => string | Uint8Array | HostFunction | LuaFunction | null | undefined;

/** A value, or a function that makes it when it is first required. */
export type LuaModule = LuaInput | HostFunction;

/** What `require` is told: a kind, what was found, and where (engine/modules.c). */
export type FoundModule =
  | readonly [kind: 'value' | 'loader' | 'source', what: unknown, where: string]
  | readonly [kind: 'none', places: string, where: ''];

/** Longer names are no names of files, and need not be repeated for each place. */
const longestName = 1000;

/** The modules that a host offers to its scripts, and where it lets them look for others. */
export class Modules {
  private readonly files: SourceFiles;
  private readonly registered: Map<string, LuaModule>;
  private readonly searchers: ModuleSearcher[];
  private readonly templates: string[];

  constructor(files: SourceFiles, from?: Modules) {
    this.files = files;
    this.registered = new Map(from?.registered);
    this.searchers = [...(from?.searchers ?? [])];
    this.templates = [...(from?.templates ?? [])];
  }

  /** @throws LuaOptionError for a name or a value that no module can have */
  register(name: string, module: LuaModule): void {
    if (typeof name !== 'string' || name === '' || name.includes('\0')) {
      throw new LuaOptionError('name', name, 'the name of a module');
    }
    if (module === undefined || module === null) {
      throw new LuaOptionError('module', module, 'a value, or a function that makes it');
    }
    this.registered.set(name, module);
  }

  addSearcher(searcher: ModuleSearcher): void {
    this.searchers.push(searcher);
  }

  /** @throws LuaOptionError for a template without a mark for the name */
  addSearchPath(template: string): void {
    if (typeof template !== 'string' || !template.includes('?')) {
      throw new LuaOptionError('template', template, "a path with a '?' for the name, such as './lib/?.lua'");
    }
    this.templates.push(template);
  }

  /** @param room bytes of memory that a file may have */
  find(name: string, room: number): FoundModule {
    const module = this.registered.get(name);
    if (module !== undefined) return [typeof module === 'function' ? 'loader' : 'value', module, ':host:'];
    const places = [`no module '${shorten(name)}' registered by the host`];
    for (const searcher of this.searchers) {
      const found = searcher(name);
      if (found !== null && found !== undefined) return foundBy(searcher, name, found);
    }
    if (this.searchers.length > 0) places.push(`no module '${shorten(name)}' known to the host's searchers`);
    if (name.length > longestName) places.push('no file: the name is too long for one');
    else {
      for (const template of this.templates) {
        const source = this.read(template, name, room);
        if (source) return ['source', source, expand(template, name)];
        places.push(`no file '${expand(template, name)}'`);
      }
    }
    return ['none', places.join('\n\t'), ''];
  }

  private read(template: string, name: string, room: number): Uint8Array | undefined {
    if (this.files.reader) return this.files.readThroughHost(expand(template, name));
    // the folder is the host's choice, what follows it the script's
    const end = template.lastIndexOf('/', template.indexOf('?')) + 1;
    try {
      return skipFirstLineComment(
        readFileInside(template.slice(0, end) || '.', expand(template.slice(end), name), room),
      );
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }
}

function foundBy(searcher: ModuleSearcher, name: string, found: unknown): FoundModule {
  if (typeof found === 'function') return ['loader', found, name];
  if (typeof found === 'string' || found instanceof Uint8Array) return ['source', found, name];
  const what = `what the searcher ${searcher.name} returned`.replace('  ', ' ');
  throw new LuaOptionError(what, found, 'source, a function that makes the module, or null');
}

/** As `package.searchpath` does (manual section 6.4): dots in names separate folders. */
function expand(template: string, name: string): string {
  return template.replaceAll('?', () => name.replaceAll('.', '/'));
}

function shorten(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName)}...` : name;
}

/** Anything that is wrong with a name is, for scripts, a file that is not there. */
function isAbsence(error: unknown): boolean {
  return typeof (error as { code?: unknown }).code === 'string';
}

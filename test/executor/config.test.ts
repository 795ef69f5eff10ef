import { afterAll, describe, expect, test } from 'vitest';
import { LuaConfigError, loadConfig } from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { thrownBy } from '../support/thrown.ts';
import { openExecutor } from './executors.ts';

const folder = new TemporaryFolder();
afterAll(() => folder.remove());

const whole = {
  pool_size: 2,
  default_limits: {
    instruction_limit: 1_000_000,
    timeout: '5s',
    memory_limit: '10MB',
    check_interval: 100,
    warning_threshold: 0.8,
    enable_profiling: true,
  },
  security_level: 'strict',
  enable_debug_hook: true,
} as const;

describe('loadConfig', () => {
  test('turns a file into options', () => {
    const path = folder.file('config.json', JSON.stringify(whole));
    expect(loadConfig(path)).toEqual({
      poolSize: 2,
      securityLevel: 'strict',
      enableDebugHook: true,
      defaultLimits: {
        maxInstructions: 1_000_000,
        timeout: '5s',
        maxMemory: '10MB',
        checkInterval: 100,
        warningThreshold: 0.8,
        enableProfiling: true,
      },
    });
  });

  test('leaves out what is not given', () => {
    expect(loadConfig({ default_limits: { timeout: 20 } })).toEqual({ defaultLimits: { timeout: 20 } });
    expect(loadConfig({})).toEqual({});
  });

  test('makes options that an executor takes', async () => {
    const executor = openExecutor(loadConfig({ ...whole, pool_size: 1 }));
    expect((await executor.execute('return 1')).value).toBe(1);
  });

  test('names every mistake with its path', () => {
    const load = () =>
      loadConfig(
        untyped({
          pool_size: 0,
          default_limits: {
            instruction_limit: 1.5,
            timeout: 'soon',
            memory_limit: true,
            check_interval: 'often',
            warning_threshold: 2,
            enable_profiling: 1,
            fuel: 1,
          },
          security_level: '',
          workers: 3,
        }),
      );
    expect([...thrownBy(LuaConfigError, load).issues].sort()).toEqual([
      "default_limits.check_interval: must be 'auto' or a whole number from 1 up",
      'default_limits.enable_profiling: must be true or false',
      'default_limits.fuel: is no key of the configuration',
      'default_limits.instruction_limit: must be a whole number',
      "default_limits.memory_limit: must be a number or text such as '10MB'",
      "default_limits.timeout: must be a number from 0 up, or text such as '5s'",
      'default_limits.warning_threshold: must be 1 or less',
      'pool_size: must be 1 or more',
      'security_level: must be the name of a profile',
      'workers: is no key of the configuration',
    ]);
  });

  test.each([
    ['[]', '(the whole): must be an object'],
    ['{"default_limits": []}', 'default_limits: must be an object'],
    ['{', '(the whole file): must be JSON'],
  ])('refuses the file %s', (content, issue) => {
    const path = folder.file('wrong.json', content);
    const error = thrownBy(LuaConfigError, () => loadConfig(path));
    expect(error.message).toContain(`${path} is not a configuration`);
    expect(error.issues[0]).toContain(issue);
  });

  test('tells of a file that is not there', () => {
    expect(() => loadConfig('/no/such/file.json')).toThrow('ENOENT');
  });
});

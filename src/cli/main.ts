#!/usr/bin/env node
import { CommanderError } from 'commander';
import { LuaOptionError } from '../index.ts';
import { ExitStatus, UsageError } from './exit.ts';
import { endQuietlyOnBrokenPipes, paint } from './output.ts';
import { createProgram } from './program.ts';

function statusOf(error: unknown): number {
  // Commander has printed its message already; help and version arrive here with status 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitStatus.ok : ExitStatus.usage;
  if (!(error instanceof UsageError || error instanceof LuaOptionError)) throw error;
  process.stderr.write(`${paint(process.stderr).red('error:')} ${error.message}\n`);
  return ExitStatus.usage;
}

endQuietlyOnBrokenPipes();
try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = statusOf(error);
}

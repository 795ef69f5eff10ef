import { element } from './dom.ts';
import { linesIn } from './error-lines.ts';
import type { Outcome } from './messages.ts';
import { formatTime } from './units.ts';

const endings = {
  instructions: 'Ended by the instruction limit',
  memory: 'Ended by the memory limit',
  time: 'Ended by the time limit',
  aborted: 'Stopped',
} as const;

export type Ending = 'ok' | 'error' | 'limit' | 'running' | 'idle';

/** How the execution ended, in a few words. */
export function describeEnding({ failure, usage }: Outcome): readonly [Ending, string] {
  const after = `after ${formatTime(usage.wallTime)}`;
  if (!failure) return ['ok', `Finished ${after}`];
  if (failure.resource) return ['limit', `${endings[failure.resource]}, ${after}`];
  return ['error', `Error ${after}`];
}

/** The result, or the error with its traceback, whose lines can be clicked. */
export function outcomeNodes(outcome: Outcome, goTo: (line: number) => void): readonly Node[] {
  const { failure, result } = outcome;
  if (!failure) {
    if (result === undefined) return [];
    return [element('div', 'caption', 'Result'), element('pre', 'result', result)];
  }
  const message = element('pre', 'error-message', ...linked(failure.message, goTo));
  const { traceback } = failure;
  return traceback ? [message, element('pre', 'traceback', ...linked(traceback, goTo))] : [message];
}

/** Text in which the lines of the script are buttons. */
function linked(text: string, goTo: (line: number) => void): readonly (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let end = 0;
  for (const named of linesIn(text)) {
    const button = element('button', 'line-link', text.slice(named.start, named.end));
    button.type = 'button';
    button.addEventListener('click', () => goTo(named.line));
    nodes.push(text.slice(end, named.start), button);
    end = named.end;
  }
  return [...nodes, text.slice(end)];
}

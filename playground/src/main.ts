import { addDocsLink } from './docs-link.ts';
import { byId, element } from './dom.ts';
import { Editor } from './editor.ts';
import { exampleGroups, firstExample } from './examples.ts';
import { FlameView } from './flame-view.ts';
import { HeapView } from './heap-view.ts';
import { LimitRows } from './limit-rows.ts';
import { describeEnding, type Ending, outcomeNodes } from './outcome-text.ts';
import { OutputView } from './output-view.ts';
import { Pulse } from './pulse.ts';
import { ScriptThread } from './script-thread.ts';
import { fromFragment, toFragment } from './share.ts';
import { addTabs } from './tabs.ts';
import { addThemeButton } from './theme.ts';
import { showToast } from './toast.ts';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

const thread = new ScriptThread();
addThemeButton();
addDocsLink();

const start = (await fromFragment(location.hash)) ?? firstExample;
const names = await thread.names.catch((error: Error) => {
  byId('status').textContent = `The playground cannot start: ${error.message}`;
  throw error;
});
const editor = new Editor(byId('editor'), start.source, names, { run: runScript, stop });
const rows = new LimitRows(byId('limits'), start.limits);
const output = new OutputView();
const flames = new FlameView((line) => editor.goTo(line));
const heap = new HeapView();
const pulse = new Pulse();
const tabs = addTabs([
  { title: 'Output', content: output.root },
  { title: 'Profile', content: flames.root },
  { title: 'Heap', content: heap.root },
]);

const runButton = byId<HTMLButtonElement>('run');
const stopButton = byId<HTMLButtonElement>('stop');
runButton.addEventListener('click', runScript);
stopButton.addEventListener('click', stop);
byId('run-keys').textContent = isMac ? '⌘ ⏎' : 'Ctrl ⏎';
byId('share').addEventListener('click', share);
addExamples(byId<HTMLSelectElement>('examples'));
setStatus('idle', 'Ready');

function stop(): void {
  thread.stop();
}

async function runScript(): Promise<void> {
  if (thread.isRunning) return;
  const { limits } = rows;
  editor.markLine(undefined);
  output.start();
  rows.showUsage({}, limits);
  tabs.select(0);
  setStatus('running', 'Running');
  pulse.begin();
  const outcome = await thread.run(
    { source: editor.source, limits },
    {
      printed: (lines, dropped) => output.print(lines, dropped),
      cleared: () => output.clear(),
      progress: ({ time, bytes }) => rows.showUsage({ memory: bytes, time }, limits),
    },
  );
  pulse.finish();
  const { instructions, peakMemory, wallTime } = outcome.usage;
  const used = { ...(instructions !== undefined && { instructions }), memory: peakMemory, time: wallTime };
  rows.showUsage(used, limits, outcome.failure?.resource);
  setStatus(...describeEnding(outcome));
  output.finish(...outcomeNodes(outcome, (line) => editor.goTo(line)));
  editor.markLine(outcome.failure?.line);
  flames.show(outcome.profile);
  heap.show(outcome);
}

function setStatus(ending: Ending, text: string): void {
  const status = byId('status');
  status.dataset['ending'] = ending;
  status.textContent = text;
  runButton.disabled = ending === 'running';
  stopButton.disabled = ending !== 'running';
}

function addExamples(select: HTMLSelectElement): void {
  const choices = exampleGroups.flatMap(({ examples }) => examples);
  for (const { title, examples } of exampleGroups) {
    const group = element('optgroup');
    group.label = title;
    group.append(
      ...examples.map((example) => {
        const option = element('option', '', example.title);
        option.value = String(choices.indexOf(example));
        return option;
      }),
    );
    select.append(group);
  }
  if (start !== firstExample) {
    const option = element('option', '', 'A shared script');
    option.value = '';
    option.selected = true;
    select.prepend(option);
  }
  select.addEventListener('change', () => {
    const chosen = choices[Number(select.value)];
    if (select.value === '' || !chosen) return;
    stop();
    editor.source = chosen.source;
    rows.limits = chosen.limits;
    history.replaceState(null, '', location.pathname);
  });
}

async function share(): Promise<void> {
  history.replaceState(null, '', await toFragment({ source: editor.source, limits: rows.limits }));
  try {
    await navigator.clipboard.writeText(location.href);
    showToast('Link copied: it holds the script and its limits');
  } catch {
    showToast('The link is in the address bar: it holds the script and its limits');
  }
}

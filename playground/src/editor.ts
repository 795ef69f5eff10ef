import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit, StreamLanguage } from '@codemirror/language';
import { lua } from '@codemirror/legacy-modes/mode/lua';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { editorTheme } from './editor-theme.ts';
import { errorMark, markLine } from './error-mark.ts';
import { completeLua } from './lua-words.ts';

interface EditorActions {
  run(): void;
  stop(): void;
}

/** The editor of the script. */
export class Editor {
  private readonly view: EditorView;

  constructor(parent: HTMLElement, source: string, names: readonly string[], actions: EditorActions) {
    const act = (action: () => void) => () => {
      action();
      return true;
    };
    this.view = new EditorView({
      parent,
      doc: source,
      extensions: [
        keymap.of([
          { key: 'Mod-Enter', run: act(actions.run) },
          { key: 'Mod-.', run: act(actions.stop) },
        ]),
        lineNumbers(),
        highlightActiveLineGutter(),
        highlightActiveLine(),
        history(),
        drawSelection(),
        EditorState.tabSize.of(2),
        indentUnit.of('  '),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightSelectionMatches(),
        autocompletion({ override: [completeLua(names)] }),
        StreamLanguage.define(lua),
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...completionKeymap,
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({ 'aria-label': 'Lua script' }),
        errorMark,
        editorTheme,
      ],
    });
  }

  get source(): string {
    return this.view.state.doc.toString();
  }

  set source(source: string) {
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: source },
      selection: { anchor: 0 },
      scrollIntoView: true,
    });
  }

  markLine(line: number | undefined): void {
    markLine(this.view, line);
  }

  /** Puts the cursor on a line, as if it had been clicked. */
  goTo(line: number): void {
    if (line > this.view.state.doc.lines) return;
    const { from } = this.view.state.doc.line(line);
    this.view.dispatch({
      selection: { anchor: from },
      effects: EditorView.scrollIntoView(from, { y: 'center' }),
    });
    this.view.focus();
  }

  focus(): void {
    this.view.focus();
  }
}

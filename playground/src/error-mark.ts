import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

const setLine = StateEffect.define<number | undefined>();
const mark = Decoration.line({ class: 'cm-errorLine' });

/** The mark of the line that an error is about. It goes when the text changes. */
export const errorMark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    if (transaction.docChanged) return Decoration.none;
    for (const effect of transaction.effects) {
      if (!effect.is(setLine)) continue;
      if (effect.value === undefined) return Decoration.none;
      return Decoration.set(mark.range(transaction.state.doc.line(effect.value).from));
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Marks a line and brings it into sight; without a line, removes the mark. */
export function markLine(view: EditorView, line: number | undefined): void {
  const shown = line !== undefined && line <= view.state.doc.lines ? line : undefined;
  const effects: StateEffect<unknown>[] = [setLine.of(shown)];
  if (shown !== undefined) {
    effects.push(EditorView.scrollIntoView(view.state.doc.line(shown).from, { y: 'nearest', yMargin: 60 }));
  }
  view.dispatch({ effects });
}
